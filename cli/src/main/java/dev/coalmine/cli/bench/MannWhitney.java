package dev.coalmine.cli.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Kayenta's test of one metric: whether the lower end of the 98 % interval around the
 * Hodges-Lehmann estimate of the shift is above a quarter of that estimate.
 */
final class MannWhitney {
  private static final int LEAST = 5;
  private static final double Z = 2.326;
  private static final double TOLERANCE = .25;

  private MannWhitney() {}

  /** Whether the canary's values are higher; NaN values are left out. */
  static boolean isHigh(List<Double> baseline, List<Double> canary) {
    double[] b = numbers(baseline);
    double[] c = numbers(canary);
    double pairs = (double) b.length * c.length;
    double reach = Z * Math.sqrt(pairs * (b.length + c.length + 1) / 12);
    int low = (int) Math.floor(pairs / 2 - reach);
    if (b.length < LEAST || c.length < LEAST || low < 1) {
      return false;
    }
    double[] shifts = shifts(b, c);
    return shifts[low - 1] > TOLERANCE * Math.abs(shifts[(shifts.length - 1) / 2]);
  }

  private static double[] shifts(double[] b, double[] c) {
    double[] shifts = new double[b.length * c.length];
    for (int i = 0; i < c.length; i++) {
      for (int j = 0; j < b.length; j++) {
        shifts[i * b.length + j] = c[i] - b[j];
      }
    }
    Arrays.sort(shifts);
    return shifts;
  }

  private static double[] numbers(List<Double> values) {
    return values.stream().mapToDouble(value -> value).filter(v -> !Double.isNaN(v)).toArray();
  }
}
