package dev.coalmine.embedded.http;

import dev.coalmine.embedded.clock.SteppedTaskExecutor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.RetryToken;

/**
 * A client's own retry strategy, whose waits pass on a virtual clock. It decides as ever whether
 * and when a call is sent again.
 *
 * @param own the client's strategy
 * @param limit the time of a call with its retries; empty for any
 * @param steps wait for the client
 */
record SteppedRetries(RetryStrategy own, Optional<Duration> limit, SteppedTaskExecutor steps)
    implements RetryStrategy {

  /** The strategy's own token, and when the call began. */
  private record CallToken(RetryToken own, Instant began) implements RetryToken {}

  @Override
  public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
    AcquireInitialTokenResponse answer = own.acquireInitialToken(request);
    Instant began = steps.now();
    steps.pause(answer.delay());
    return AcquireInitialTokenResponse.create(new CallToken(answer.token(), began), Duration.ZERO);
  }

  @Override
  public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
    CallToken call = (CallToken) request.token();
    RefreshRetryTokenResponse answer =
        own.refreshRetryToken(request.toBuilder().token(call.own()).build());
    Optional<Instant> end = limit.map(call.began()::plus);
    if (end.isPresent() && end.get().isBefore(steps.now().plus(answer.delay()))) {
      steps.pause(Duration.between(steps.now(), end.get()));
      throw ApiCallTimeoutException.create(limit.get().toMillis());
    }
    steps.pause(answer.delay());
    return RefreshRetryTokenResponse.create(
        new CallToken(answer.token(), call.began()), Duration.ZERO);
  }

  @Override
  public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
    return own.recordSuccess(RecordSuccessRequest.create(((CallToken) request.token()).own()));
  }

  @Override
  public int maxAttempts() {
    return own.maxAttempts();
  }

  /** The defaults are there already. */
  @Override
  public boolean useClientDefaults() {
    return false;
  }

  @Override
  public Builder<?, ?> toBuilder() {
    return own.toBuilder();
  }
}
