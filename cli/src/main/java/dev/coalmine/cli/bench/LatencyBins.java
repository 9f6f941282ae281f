package dev.coalmine.cli.bench;

/**
 * A lognormal distribution of durations with a median of 120 ms, in eight bins between percentiles
 * of the baseline.
 */
final class LatencyBins {
  /** How many bins there are. */
  static final int BINS = 8;

  private static final double MEDIAN = 120; // milliseconds
  private static final double SIGMA = .5;
  private static final double[] EDGE = {-.5, 0, .6745, 1.2816, 1.8, 2.3263, 3.2};
  private static final double[] MIDDLE = {-1.1, -.25, .33, .95, 1.5, 2, 2.7, 4.2};
  private static final double[] MEANS = milliseconds(MIDDLE);
  private static final double[] LOG_EDGES = logEdges();

  private LatencyBins() {}

  /** The first bin above the baseline's 30th percentile; likewise the others. */
  static final int ABOVE_P30 = 1;

  static final int ABOVE_P50 = 2;
  static final int ABOVE_P75 = 3;
  static final int ABOVE_P90 = 4;
  static final int ABOVE_P99 = 6;

  /**
   * The probability of each bin.
   *
   * @param shift of the mean logarithm of durations
   * @param cold share of requests with a cold start, which take three times longer
   * @param slow share of requests that take five times longer
   */
  static double[] shares(double shift, double cold, double slow) {
    double[] shares = new double[BINS];
    add(shares, 1 - cold - slow, shift);
    add(shares, cold, shift + Math.log(3));
    add(shares, slow, shift + Math.log(5));
    return shares;
  }

  private static void add(double[] shares, double part, double shift) {
    if (part == 0) {
      return;
    }
    double below = 0;
    for (int i = 0; i < EDGE.length; i++) {
      double up = normal(EDGE[i] - shift / SIGMA);
      shares[i] += part * (up - below);
      below = up;
    }
    shares[EDGE.length] += part * (1 - below);
  }

  /** The mean in milliseconds; not a number if there are none. */
  static double mean(int... counts) {
    double sum = 0;
    double all = 0;
    for (int i = 0; i < BINS; i++) {
      sum += counts[i] * MEANS[i];
      all += counts[i];
    }
    return sum / all;
  }

  /**
   * A percentile in milliseconds, between the edges of its bin on a logarithmic scale; not a number
   * if there are no durations.
   *
   * @param share from 0 to 1
   */
  static double percentile(double share, int... counts) {
    double all = 0;
    for (int count : counts) {
      all += count;
    }
    double below = 0;
    for (int i = 0; i < BINS; i++) {
      if (below + counts[i] >= share * all && all > 0) {
        double part = (share * all - below) / Math.max(counts[i], 1);
        return Math.exp(LOG_EDGES[i] + part * (LOG_EDGES[i + 1] - LOG_EDGES[i]));
      }
      below += counts[i];
    }
    return Double.NaN;
  }

  private static double[] milliseconds(double... deviations) {
    double[] values = new double[deviations.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = MEDIAN * Math.exp(SIGMA * deviations[i]);
    }
    return values;
  }

  /** The outermost bins end at half the first edge and at three times the last. */
  private static double[] logEdges() {
    double[] edges = milliseconds(EDGE);
    double[] logs = new double[edges.length + 2];
    logs[0] = Math.log(edges[0] / 2);
    for (int i = 0; i < edges.length; i++) {
      logs[i + 1] = Math.log(edges[i]);
    }
    logs[edges.length + 1] = Math.log(3 * edges[edges.length - 1]);
    return logs;
  }

  /** The standard normal distribution function, by its power series around 0; good to 1e-12. */
  static double normal(double z) {
    if (Math.abs(z) > 7) {
      return z > 0 ? 1 : 0;
    }
    double term = z;
    double sum = z;
    double before = 0;
    for (int n = 3; sum != before; n += 2) {
      before = sum;
      term *= z * z / n;
      sum += term;
    }
    return .5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }
}
