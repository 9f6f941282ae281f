package dev.coalmine.cli.bench;

/**
 * What the calls of a fresh JVM take longer than its warm ones, in milliseconds of processor time:
 * a handler that reads an order of 10 KB as JSON, adds up, formats and signs it. The mean over
 * ranges of calls of the median of three runs on one processor.
 */
enum MeasuredCurve {
  /** Nothing. */
  NONE(),
  /** The JVM's default compilers. */
  JVM(1355.8, 319.3, 174.6, 90, 81.9, 98.8, 86, 53, 38.8, 49.6, 22.4, 12.1, 1.9, .85, .51, .17),
  /** The fast compiler alone, as Lambda's Java runtimes are set. */
  JVM_C1(260.7, 83.9, 67.2, 77.2, 36.8, 30.4, 15.3, 15.1, 8.2, 7.3, 6.2, 6, .69, .53, .2, .05);

  private static final int[] FROM = {0, 1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500, 800};
  private static final int LAST = 1200; // the first call that counts as warm

  @SuppressWarnings("ImmutableEnumChecker") // never written, and not passed on
  private final double[] added;

  MeasuredCurve(double... added) {
    this.added = added;
  }

  /** Milliseconds that a call takes longer after this many calls before it. */
  double added(int served) {
    if (added.length == 0 || served >= LAST) {
      return 0;
    }
    int range = 0;
    while (range + 1 < FROM.length && FROM[range + 1] <= served) {
      range++;
    }
    return added[range];
  }
}
