package dev.coalmine.embedded.asl.definition;

import dev.coalmine.embedded.asl.expression.StateFailure;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One entry of Retry.
 *
 * @param errors the ErrorEquals
 * @param interval before the first retry
 * @param maxAttempts retries in one visit of the state; 0 for none
 * @param backoffRate the factor from one delay to the next, at least 1
 * @param maxDelay the maximum of all delays
 * @param jitter whether the delay is random between 0 and its full length
 */
public record Retrier(
    List<String> errors,
    Duration interval,
    long maxAttempts,
    double backoffRate,
    Duration maxDelay,
    boolean jitter) {
  public Retrier {
    errors = List.copyOf(errors);
  }

  /**
   * Reads an entry and records its faults.
   *
   * @param last whether it is the last entry, where States.ALL may be
   */
  public static Retrier read(DefinitionFields fields, boolean last) {
    List<String> errors = ErrorEqualsReader.read(fields, last);
    long interval = fields.whole("IntervalSeconds", 1, 1);
    long attempts = fields.whole("MaxAttempts", 0, 3);
    double rate = fields.rate("BackoffRate", 2.0);
    long maxDelay = fields.whole("MaxDelaySeconds", 1, DefinitionFields.MAX_SECONDS);
    if (maxDelay <= interval) {
      fields.addTypeFault("MaxDelaySeconds", "above IntervalSeconds");
    }
    boolean jitter = jitter(fields);
    fields.text("Comment");
    fields.refuseUnread();
    return new Retrier(
        errors, Duration.ofSeconds(interval), attempts, rate, Duration.ofSeconds(maxDelay), jitter);
  }

  private static boolean jitter(DefinitionFields fields) {
    String strategy = fields.has("JitterStrategy") ? fields.text("JitterStrategy") : "NONE";
    if (!strategy.equals("FULL") && !strategy.equals("NONE")) {
      fields.addTypeFault("JitterStrategy", "FULL or NONE");
    }
    return strategy.equals("FULL");
  }

  public boolean matches(StateFailure failure) {
    return errors.stream().anyMatch(failure::matches);
  }

  /**
   * The delay before a retry.
   *
   * @param retry 1 for the first
   */
  public Duration delay(long retry, RandomGenerator random) {
    double millis =
        Math.min(
            (double) maxDelay.toMillis(),
            interval.toMillis() * Math.pow(backoffRate, (double) retry - 1));
    return Duration.ofMillis((long) (jitter ? random.nextDouble() * millis : millis));
  }
}
