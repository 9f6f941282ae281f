package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import java.util.List;

/**
 * Errors that come together, such as those of one client or of one container. They are one event,
 * however many they are.
 */
final class ErrorClusters {
  /** Independent errors. */
  static final double NONE = 1;

  private static final double LEAST = 5; // errors of a minute that can be a cluster
  private static final double TOGETHER = .5;

  private ErrorClusters() {}

  /**
   * The errors of a minute that count as one: {@link #NONE} unless most pairs of errors in the same
   * minute are beyond chance, else the number of errors in the minute of an average error.
   */
  static double size(List<RequestCounts> minutes, RequestCounts all) {
    double rate = all.errors() / Math.max(all.requests(), 1);
    double beyondChance = 0;
    double pairs = 0;
    double squares = 0;
    for (RequestCounts minute : minutes) {
      double errors = minute.errors();
      double expected = rate * minute.requests();
      beyondChance += (errors - expected) * (errors - expected) - expected;
      pairs += errors * (errors - 1);
      squares += errors * errors;
    }
    return pairs <= 0 || beyondChance < TOGETHER * pairs ? NONE : squares / all.errors();
  }

  /** The size after a comparison that acquitted a canary in spite of this many errors a minute. */
  static double sizeAfter(double size, double errors) {
    return errors < LEAST ? size : Math.max(size, errors);
  }

  /** How many of a minute's errors are one event. */
  static double perEvent(double errors, double size) {
    return Math.max(1, Math.min(errors, size));
  }
}
