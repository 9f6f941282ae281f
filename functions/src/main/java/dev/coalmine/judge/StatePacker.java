package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;

/** Writes a state as a list of finite numbers, short in decimal. */
final class StatePacker {
  /** Written for minus infinity, which JSON does not have. */
  static final double LOWEST = -1e300;

  private static final MathContext SHORT = new MathContext(12);

  private double[] numbers = new double[256];
  private int size;

  void add(double... values) {
    if (size + values.length > numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * (size + values.length));
    }
    for (double value : values) {
      numbers[size++] = rounded(value);
    }
  }

  void add(RequestCounts counts) {
    ThresholdCounts above = counts.above();
    add(counts.requests(), counts.errors(), counts.durations());
    add(above.p30(), above.p50(), above.p75(), above.p90(), above.p99());
  }

  double[] numbers() {
    return Arrays.copyOf(numbers, size);
  }

  private static double rounded(double value) {
    if (Double.isNaN(value)) {
      return 0;
    }
    double finite = Math.max(LOWEST, Math.min(-LOWEST, value));
    return finite == Math.rint(finite) ? finite : new BigDecimal(finite).round(SHORT).doubleValue();
  }
}
