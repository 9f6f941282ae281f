package dev.coalmine.judge;

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
}
