package dev.coalmine.aws;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * How a handler repeats a call within its invocation. A throttled one waits a random time, with
 * full jitter, and no less than the Retry-After of the answer: callers that were refused together
 * would else come back together. It gives up after {@link #RETRIES}, because a wait in a handler
 * costs memory for its time and one of the account's concurrent executions; the state machine waits
 * for longer. Other failures are repeated as the SDK does.
 */
final class ThrottlePace implements RetryStrategy {
  /** As often as the SDK repeats other failures. */
  static final int RETRIES = 3;

  /** A throttled look goes on without its alarms, or its state is tried again. */
  private static final int RETRIES_OF_A_LOOK = 1;

  /** The longest wait before the first retry, without Retry-After; it doubles with each one. */
  private static final Duration FIRST = Duration.ofMillis(500);

  /** The longest Retry-After that is waited for; a call has to end before {@link AwsClients}'s. */
  private static final Duration LONGEST_ASKED = Duration.ofSeconds(1);

  private final RetryStrategy others = AwsRetryStrategy.legacyRetryStrategy();
  private final int throttledRetries;

  /**
   * The pace of one function.
   *
   * @param caller the calling state
   */
  ThrottlePace(String caller) {
    throttledRetries = caller.equals("CheckAlarms") ? RETRIES_OF_A_LOOK : RETRIES;
  }

  /**
   * A call.
   *
   * @param others the SDK's own token
   * @param retries how often the call was repeated
   */
  private record PacedCall(RetryToken others, int retries) implements RetryToken {
    PacedCall next(RetryToken next) {
      return new PacedCall(next, retries + 1);
    }
  }

  @Override
  public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest call) {
    AcquireInitialTokenResponse first = others.acquireInitialToken(call);
    return AcquireInitialTokenResponse.create(new PacedCall(first.token(), 0), first.delay());
  }

  @Override
  public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest failed) {
    PacedCall call = (PacedCall) failed.token();
    boolean throttled = isThrottled(failed.failure());
    if (call.retries() >= (throttled ? throttledRetries : RETRIES)) {
      throw new TokenAcquisitionFailedException("tried often enough", call, failed.failure());
    }
    if (throttled) {
      return RefreshRetryTokenResponse.create(
          call.next(call.others()), wait(call, failed.suggestedDelay().orElse(Duration.ZERO)));
    }
    RefreshRetryTokenResponse next =
        others.refreshRetryToken(failed.toBuilder().token(call.others()).build());
    return RefreshRetryTokenResponse.create(call.next(next.token()), next.delay());
  }

  private static boolean isThrottled(Throwable failure) {
    return failure instanceof SdkException known && RetryUtils.isThrottlingException(known);
  }

  /** What the SDK has to wait before the next attempt. */
  private static Duration wait(PacedCall call, Duration asked) {
    Duration least = asked.compareTo(LONGEST_ASKED) < 0 ? asked : LONGEST_ASKED;
    long longest = FIRST.multipliedBy(1L << call.retries()).toMillis();
    return least.plusMillis(ThreadLocalRandom.current().nextLong(longest + 1));
  }

  @Override
  public RecordSuccessResponse recordSuccess(RecordSuccessRequest done) {
    PacedCall call = (PacedCall) done.token();
    RecordSuccessResponse recorded =
        others.recordSuccess(RecordSuccessRequest.create(call.others()));
    return RecordSuccessResponse.create(new PacedCall(recorded.token(), call.retries()));
  }

  @Override
  public int maxAttempts() {
    return others.maxAttempts();
  }

  /** The SDK's defaults are in {@link #others} already. */
  @Override
  public boolean useClientDefaults() {
    return false;
  }

  @Override
  public Builder<?, ?> toBuilder() {
    throw new UnsupportedOperationException("the pace has no settings");
  }
}
