package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;

/** Reads what {@link StatePacker} has written, in the same order. */
final class StateUnpacker {
  private final double[] numbers;
  private int at;

  StateUnpacker(double[] numbers) {
    this.numbers = numbers.clone();
  }

  /**
   * The next number.
   *
   * @throws IllegalArgumentException if there is none
   */
  double next() {
    if (at == numbers.length) {
      throw new IllegalArgumentException(
          "cannot read the judge's state: it ends after " + at + " numbers");
    }
    double value = numbers[at++];
    return value <= StatePacker.LOWEST ? Double.NEGATIVE_INFINITY : value;
  }

  RequestCounts nextCounts() {
    double requests = next();
    double errors = next();
    double durations = next();
    ThresholdCounts above = new ThresholdCounts(next(), next(), next(), next(), next());
    return CountBounds.of(new RequestCounts(requests, errors, durations, above));
  }
}
