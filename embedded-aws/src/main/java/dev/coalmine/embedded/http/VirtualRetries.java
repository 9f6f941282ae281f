package dev.coalmine.embedded.http;

import dev.coalmine.embedded.clock.SteppedTaskExecutor;
import dev.coalmine.embedded.clock.VirtualClock;
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
 * A client's own retry strategy, whose waits pass in virtual time. It decides as ever whether and
 * when a call is sent again. On the thread that runs a virtual clock, where time stands still, it
 * is sent again at once.
 *
 * @param own the client's strategy
 * @param limit the virtual time of a call with its retries; empty for any
 * @param steps wait for the client; empty on a clock that nothing waits for, or in wall time
 */
record VirtualRetries(
    RetryStrategy own, Optional<Duration> limit, Optional<SteppedTaskExecutor> steps)
    implements RetryStrategy {

  /** The strategy's own token, and when the call began. */
  private record CallToken(RetryToken own, Instant began) implements RetryToken {}

  @Override
  public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
    AcquireInitialTokenResponse answer = own.acquireInitialToken(request);
    CallToken call = new CallToken(answer.token(), now());
    return AcquireInitialTokenResponse.create(call, pause(answer.delay()));
  }

  @Override
  public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
    CallToken call = (CallToken) request.token();
    RefreshRetryTokenResponse answer =
        own.refreshRetryToken(request.toBuilder().token(call.own()).build());
    Optional<Instant> end = limit.map(call.began()::plus);
    if (end.isPresent() && end.get().isBefore(now().plus(answer.delay()))) {
      Duration unused = pause(Duration.between(now(), end.get()));
      throw ApiCallTimeoutException.create(limit.get().toMillis());
    }
    return RefreshRetryTokenResponse.create(
        new CallToken(answer.token(), call.began()), pause(answer.delay()));
  }

  private Instant now() {
    return steps.map(SteppedTaskExecutor::now).orElse(Instant.EPOCH);
  }

  /**
   * Waits in virtual time.
   *
   * @return how long the client has to wait in wall time still
   */
  private Duration pause(Duration wait) {
    steps.ifPresent(clock -> clock.pause(wait));
    return steps.isPresent() || VirtualClock.isRunByThisThread() ? Duration.ZERO : wait;
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
