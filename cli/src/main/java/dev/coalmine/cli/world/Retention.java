package dev.coalmine.cli.world;

import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import java.time.Duration;

/**
 * How much of the past an account keeps.
 *
 * @param executions the most ended executions, from 1 to 100,000; running ones are always kept
 * @param metrics how long data points are kept, from 4 hours, of which a release reads 3, to 15
 *     days, as CloudWatch keeps those of a minute
 */
public record Retention(int executions, Duration metrics) {
  private static final int MOST_EXECUTIONS = 100_000;
  private static final Duration SHORTEST = Duration.ofHours(4);

  /**
   * Checks the bounds.
   *
   * @throws IllegalArgumentException if a value is out of bounds; the message has it
   */
  public Retention {
    if (executions < 1 || executions > MOST_EXECUTIONS) {
      throw new IllegalArgumentException(
          "the ended executions to keep must be from 1 to %d, not %d"
              .formatted(MOST_EXECUTIONS, executions));
    }
    if (metrics.compareTo(SHORTEST) < 0 || metrics.compareTo(MetricStore.RETENTION) > 0) {
      throw new IllegalArgumentException(
          "metrics must be kept from 4 hours (PT4H) to 15 days (P15D), not " + metrics);
    }
  }

  /** What is kept, in words. */
  public String toText() {
    return String.format(
        "the last %,d ended executions with their histories, and metrics of %s",
        executions, text(metrics));
  }

  private static String text(Duration time) {
    return time.toHours() % 24 == 0 ? time.toDays() + " days" : time.toHours() + " hours";
  }
}
