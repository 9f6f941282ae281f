package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.clock.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * Queues asynchronous invocations. A failed invocation is retried after one minute and again two
 * minutes later. A throttled one is retried for up to six hours (Lambda developer guide, "How
 * Lambda handles errors and retries with asynchronous invocation"). After that the invocation is
 * dropped.
 */
final class AsyncInvocationQueue {
  private static final Duration MAX_AGE = Duration.ofHours(6);
  private static final int MAX_PAUSE_SECONDS = 300;
  private static final int RETRIES = 2;

  private final Map<String, Integer> retries = new ConcurrentHashMap<>();
  private final Executor executor;
  private final InstantSource clock;
  private final Scheduler scheduler;

  AsyncInvocationQueue(Executor executor, InstantSource clock, Scheduler scheduler) {
    this.executor = executor;
    this.clock = clock;
    this.scheduler = scheduler;
  }

  /** The result of one attempt. */
  enum AttemptResult {
    DONE,
    FAILED,
    THROTTLED
  }

  /** One attempt to invoke a function. */
  @FunctionalInterface
  interface InvocationAttempt {
    AttemptResult run();
  }

  /** Sets the number of retries after a failure. The default is 2. */
  void setRetries(String function, int times) {
    retries.put(function, times);
  }

  void put(String function, InvocationAttempt attempt) {
    executor.execute(new QueuedInvocation(function, attempt, clock.instant()));
  }

  /** An invocation that is queued or being retried. */
  private final class QueuedInvocation implements Runnable {
    private final String function;
    private final InvocationAttempt attempt;
    private final Instant queuedAt;
    private int failures;
    private int throttles;

    private QueuedInvocation(String function, InvocationAttempt attempt, Instant queuedAt) {
      this.function = function;
      this.attempt = attempt;
      this.queuedAt = queuedAt;
    }

    @Override
    public void run() {
      switch (attempt.run()) {
        case DONE -> {}
        case FAILED -> {
          if (failures < retries.getOrDefault(function, RETRIES)) {
            retryAfter(Duration.ofMinutes(++failures));
          }
        }
        case THROTTLED ->
            retryAfter(
                Duration.ofSeconds((long) Math.min(MAX_PAUSE_SECONDS, Math.pow(2, throttles++))));
      }
    }

    private void retryAfter(Duration pause) {
      Instant next = clock.instant().plus(pause);
      if (!next.isAfter(queuedAt.plus(MAX_AGE))) {
        scheduler.runAt(next, () -> executor.execute(this));
      }
    }
  }
}
