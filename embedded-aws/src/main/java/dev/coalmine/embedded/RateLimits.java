package dev.coalmine.embedded;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Rate limits of operations: token buckets on the clock of the embedded AWS. The first limit that
 * matches an operation applies, together with the {@link #within} limits before it.
 */
public final class RateLimits {
  private final InstantSource clock;
  private final List<TokenBucket> buckets = new ArrayList<>();

  private RateLimits(InstantSource clock) {
    this.clock = clock;
  }

  /** No limits. */
  public static RateLimits off() {
    return new RateLimits(InstantSource.system());
  }

  /** AWS' default quotas of the operations that Coalmine uses, in us-east-1. */
  public static RateLimits awsDefaults(InstantSource clock) {
    return AccountQuotas.addTo(new RateLimits(clock));
  }

  /**
   * Adds one bucket that all operations of a pattern share.
   *
   * @param operations a regular expression for IAM names, such as {@code lambda:.*}
   * @param burst the bucket's capacity in calls, at least 1
   * @param perSecond the refill rate in calls a second
   */
  public RateLimits limit(String operations, int burst, double perSecond) {
    return add(operations, true, burst, perSecond);
  }

  /**
   * Adds one bucket that all operations of a pattern share, in addition to the next limit that
   * matches them. A call counts in both.
   *
   * @param operations a regular expression for IAM names, such as {@code lambda:.*}
   * @param burst the bucket's capacity in calls, at least 1
   * @param perSecond the refill rate in calls a second
   */
  public RateLimits within(String operations, int burst, double perSecond) {
    return add(operations, false, burst, perSecond);
  }

  private RateLimits add(String operations, boolean last, int burst, double perSecond) {
    Predicate<String> matching = Pattern.compile(operations).asMatchPredicate();
    buckets.add(new TokenBucket(matching, last, burst, perSecond, clock));
    return this;
  }

  /** Counts one more call of the operation if it is within its limits. Returns whether it is. */
  boolean tryAcquire(String operation) {
    for (TokenBucket bucket : buckets) {
      if (bucket.operations.test(operation)) {
        if (!bucket.take()) {
          return false;
        }
        if (bucket.last) {
          return true;
        }
      }
    }
    return true;
  }

  private static final class TokenBucket {
    private final Predicate<String> operations;
    private final boolean last;
    private final double burst;
    private final double perSecond;
    private final InstantSource clock;
    private double tokens;
    private Instant filled;

    TokenBucket(
        Predicate<String> operations,
        boolean last,
        double burst,
        double perSecond,
        InstantSource clock) {
      this.last = last;
      this.operations = operations;
      this.burst = burst;
      this.perSecond = perSecond;
      this.clock = clock;
      this.tokens = burst;
      this.filled = clock.instant();
    }

    synchronized boolean take() {
      Instant now = clock.instant();
      double seconds = Math.max(0, Duration.between(filled, now).toNanos() / 1e9);
      tokens = Math.min(burst, tokens + seconds * perSecond);
      filled = now;
      if (tokens < 1) {
        return false;
      }
      tokens--;
      return true;
    }
  }
}
