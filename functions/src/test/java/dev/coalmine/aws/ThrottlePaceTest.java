package dev.coalmine.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/** How often a handler repeats a call, and after which waits. */
class ThrottlePaceTest {
  private static final int MANY = 200;

  private static Throwable failure(int status, String code) {
    return LambdaException.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
        .build();
  }

  private static Throwable throttle() {
    return failure(429, "TooManyRequestsException");
  }

  private static RetryToken first(ThrottlePace pace) {
    return pace.acquireInitialToken(AcquireInitialTokenRequest.create("Test")).token();
  }

  private static RefreshRetryTokenResponse next(
      ThrottlePace pace, RetryToken token, Throwable failure, Duration retryAfter) {
    return pace.refreshRetryToken(
        RefreshRetryTokenRequest.builder()
            .token(token)
            .failure(failure)
            .suggestedDelay(retryAfter)
            .build());
  }

  /** The waits of one call that is throttled until the handler gives up. */
  private static List<Duration> waits(String caller, Duration retryAfter) {
    ThrottlePace pace = new ThrottlePace(caller);
    List<Duration> waits = new ArrayList<>();
    RetryToken token = first(pace);
    try {
      while (true) {
        RefreshRetryTokenResponse again = next(pace, token, throttle(), retryAfter);
        waits.add(again.delay());
        token = again.token();
      }
    } catch (TokenAcquisitionFailedException end) {
      return waits;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Rollback, 3, PT0S, PT0S",
    "Rollback, 3, PT1S, PT1S",
    "Prepare, 3, PT0.2S, PT0.2S",
    "Prepare, 3, PT30S, PT1S",
    "CheckAlarms, 1, PT0S, PT0S"
  })
  void waitsAreRandomAndNoShorterThanAsked(
      String caller, int retries, Duration retryAfter, Duration least) {
    Duration[] longest = new Duration[retries];
    for (int n = 0; n < MANY; n++) {
      List<Duration> waits = waits(caller, retryAfter);
      assertThat(waits).hasSize(retries);
      for (int i = 0; i < retries; i++) {
        Duration most = least.plusMillis(500L << i);
        assertThat(waits.get(i)).isBetween(least, most);
        longest[i] =
            longest[i] == null || waits.get(i).compareTo(longest[i]) > 0
                ? waits.get(i)
                : longest[i];
      }
    }
    for (int i = 0; i < retries; i++) { // full jitter reaches both ends
      assertThat(longest[i]).isGreaterThan(least.plusMillis((500L << i) * 3 / 4));
    }
  }

  @Test
  void aCallThatIsThrottledAndFailsIsNotRepeatedMoreOften() {
    ThrottlePace pace = new ThrottlePace("ShiftWeight");
    RetryToken token = next(pace, first(pace), throttle(), Duration.ZERO).token();
    token = next(pace, token, failure(500, "ServiceException"), Duration.ZERO).token();
    RetryToken third = next(pace, token, throttle(), Duration.ZERO).token();

    assertThatThrownBy(() -> next(pace, third, failure(500, "ServiceException"), Duration.ZERO))
        .isInstanceOf(TokenAcquisitionFailedException.class);
  }

  @Test
  void whatIsNotWorthARetryIsNotRepeated() {
    ThrottlePace pace = new ThrottlePace("ShiftWeight");
    RetryToken token = first(pace);

    assertThatThrownBy(() -> next(pace, token, failure(403, "AccessDenied"), Duration.ZERO))
        .isInstanceOf(TokenAcquisitionFailedException.class);
  }
}
