package dev.coalmine.judge;

/** Makes a number from outside usable as a count. */
final class CountBounds {
  /** Above 2^53 a double no longer counts by ones. */
  static final double MOST = 0x1p53;

  private CountBounds() {}

  /** Not a number or below zero is nothing counted; above 2^53 is 2^53. */
  static double of(double value) {
    return value > 0 ? Math.min(value, MOST) : 0;
  }

  /** A count that can't be above the whole it is a part of. */
  static double of(double value, double whole) {
    return Math.min(of(value), whole);
  }

  /** A minute's number, kept where differences of two are exact. */
  static long minute(long minute) {
    return Math.max(-(long) MOST, Math.min((long) MOST, minute));
  }
}
