package dev.coalmine.local.aws;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What one metric recorded in one span of time: how often each value came. Immutable. A statistic
 * set keeps its four numbers alone and has no percentiles.
 */
public final class MetricSamples {
  /** No samples at all. */
  public static final MetricSamples NONE =
      new MetricSamples(new double[0], new double[0], new double[] {0, 0, 0, 0}, true);

  private final double[] values;
  private final double[] counts;
  private final double count;
  private final double sum;
  private final double min;
  private final double max;
  private final boolean raw;

  private MetricSamples(double[] values, double[] counts, double[] totals, boolean raw) {
    this.values = values;
    this.counts = counts;
    this.count = totals[0];
    this.sum = totals[1];
    this.min = totals[2];
    this.max = totals[3];
    this.raw = raw;
  }

  /** One value that came this often; a count of 0 is no sample. */
  public static MetricSamples of(double value, double count) {
    return of(new double[] {value}, new double[] {count});
  }

  /** Values in any order, each with how often it came; counts of 0 are left out. */
  public static MetricSamples of(double[] values, double[] counts) {
    if (values.length != counts.length) {
      throw new IllegalArgumentException(
          values.length + " values cannot have " + counts.length + " counts");
    }
    TreeMap<Double, Double> sorted = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      if (counts[i] > 0) {
        sorted.merge(values[i], counts[i], Double::sum);
      }
    }
    return sorted.isEmpty() ? NONE : ofSorted(sorted);
  }

  /**
   * The four numbers of a statistic set. It counts as raw where AWS can tell the values from them:
   * a single sample, or all samples alike (PutMetricData API reference).
   */
  public static MetricSamples ofStatisticSet(double count, double sum, double min, double max) {
    if (count == 1 || min == max) {
      return of(min, count);
    }
    return new MetricSamples(
        new double[0], new double[0], new double[] {count, sum, min, max}, false);
  }

  /** All samples of all parts. */
  public static MetricSamples merged(Collection<MetricSamples> parts) {
    List<MetricSamples> some = parts.stream().filter(part -> part.count > 0).toList();
    if (some.size() < 2) {
      return some.isEmpty() ? NONE : some.get(0);
    }
    if (some.stream().allMatch(part -> part.raw)) {
      return mergedRaw(some);
    }
    double[] totals = {0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
    for (MetricSamples part : some) {
      totals[0] += part.count;
      totals[1] += part.sum;
      totals[2] = Math.min(totals[2], part.min);
      totals[3] = Math.max(totals[3], part.max);
    }
    return new MetricSamples(new double[0], new double[0], totals, false);
  }

  private static MetricSamples mergedRaw(List<MetricSamples> parts) {
    TreeMap<Double, Double> sorted = new TreeMap<>();
    for (MetricSamples part : parts) {
      for (int i = 0; i < part.values.length; i++) {
        sorted.merge(part.values[i], part.counts[i], Double::sum);
      }
    }
    return ofSorted(sorted);
  }

  private static MetricSamples ofSorted(SortedMap<Double, Double> sorted) {
    double[] values = sorted.keySet().stream().mapToDouble(Double::doubleValue).toArray();
    double[] counts = sorted.values().stream().mapToDouble(Double::doubleValue).toArray();
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      sum += values[i] * counts[i];
    }
    double count = Arrays.stream(counts).sum();
    double[] totals = {count, sum, values[0], values[values.length - 1]};
    return new MetricSamples(values, counts, totals, true);
  }

  /** How many samples there are. */
  public double count() {
    return count;
  }

  /** The sum of all samples. */
  public double sum() {
    return sum;
  }

  /** The least sample; 0 if there are none. */
  public double min() {
    return min;
  }

  /** The greatest sample; 0 if there are none. */
  public double max() {
    return max;
  }

  /** Whether there are no samples. */
  public boolean isEmpty() {
    return count == 0;
  }

  /** Whether each value is known, as percentiles need; AWS has none of negative values either. */
  boolean hasDistribution() {
    return raw && count > 0 && min >= 0;
  }

  /**
   * The least value that at least this share of the samples does not exceed.
   *
   * @param percent 0 to 100
   */
  public OptionalDouble percentile(double percent) {
    if (!hasDistribution()) {
      return OptionalDouble.empty();
    }
    double wanted = percent / 100 * count;
    double seen = 0;
    for (int i = 0; i < values.length; i++) {
      seen += counts[i];
      if (seen >= wanted) {
        return OptionalDouble.of(values[i]);
      }
    }
    return OptionalDouble.of(max);
  }

  /** The samples above {@code low} and up to {@code high}. */
  MetricSamples between(double low, double high) {
    double[] kept = counts.clone();
    for (int i = 0; i < kept.length; i++) {
      if (values[i] <= low || values[i] > high) {
        kept[i] = 0;
      }
    }
    return of(values, kept);
  }

  /** The samples from one rank to another, both as a percentage of all; ties are cut in part. */
  MetricSamples ranked(double lowPercent, double highPercent) {
    double from = lowPercent / 100 * count;
    double to = highPercent / 100 * count;
    double[] kept = new double[counts.length];
    double seen = 0;
    for (int i = 0; i < kept.length; i++) {
      double start = Math.max(seen, from);
      seen += counts[i];
      kept[i] = Math.max(0, Math.min(seen, to) - start);
    }
    return of(values, kept);
  }
}
