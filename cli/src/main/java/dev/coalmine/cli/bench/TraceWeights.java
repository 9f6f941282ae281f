package dev.coalmine.cli.bench;

import java.util.Arrays;

/** The weights that a rule may choose, in percent. */
final class TraceWeights {
  private static final int[] PERCENT = {
    0, 1, 2, 3, 5, 7, 10, 15, 20, 25, 30, 35, 40, 45, 50, 60, 70, 80, 90, 100
  };

  /** The number of weights. */
  static final int COUNT = PERCENT.length;

  private TraceWeights() {}

  /**
   * The index of a weight.
   *
   * @throws IllegalArgumentException if the weight is not one of them
   */
  static int indexOf(int percent) {
    int index = Arrays.binarySearch(PERCENT, percent);
    if (index < 0) {
      throw new IllegalArgumentException("weight " + percent + " is not a weight of the traces");
    }
    return index;
  }

  /** The difference of each weight and the one before it, as shares of all requests. */
  static double[] shares() {
    double[] shares = new double[COUNT - 1];
    for (int i = 0; i < shares.length; i++) {
      shares[i] = (PERCENT[i + 1] - PERCENT[i]) / 100.0;
    }
    return shares;
  }
}
