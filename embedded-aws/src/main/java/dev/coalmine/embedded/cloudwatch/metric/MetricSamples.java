package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.DoubleFunction;
import java.util.stream.IntStream;

/**
 * The samples of one metric in one span of time: the count of each value. Immutable. A statistic
 * set has only its four numbers and no percentiles.
 */
public final class MetricSamples {
  /** No samples. */
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

  /** Samples as they were saved. */
  static MetricSamples of(SavedMetrics.SavedPoint saved) {
    return new MetricSamples(
        numbers(saved.values()), numbers(saved.counts()), numbers(saved.totals()), saved.raw());
  }

  private static double[] numbers(List<Double> saved) {
    return saved.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** These samples as a data point to save. */
  SavedMetrics.SavedPoint save(long at, Instant visibleAt, String unit) {
    List<Double> totals = List.of(count, sum, min, max);
    return new SavedMetrics.SavedPoint(
        at, visibleAt, unit, boxed(values), boxed(counts), totals, raw);
  }

  private static List<Double> boxed(double[] numbers) {
    return Arrays.stream(numbers).boxed().toList();
  }

  /** One value with its count; a count of 0 is no sample. */
  public static MetricSamples of(double value, double count) {
    return of(new double[] {value}, new double[] {count});
  }

  /** Values in any order with their counts; counts of 0 are left out. */
  public static MetricSamples of(double[] values, double[] counts) {
    if (values.length != counts.length) {
      throw new IllegalArgumentException(
          values.length + " values cannot have " + counts.length + " counts");
    }
    return compact(sorted(values, counts));
  }

  /** Pairs of value and count by ascending value, without counts of 0. */
  private static double[][] sorted(double[] values, double[] counts) {
    double[][] pairs = counted(values, counts);
    if (isAscending(pairs[0])) {
      return pairs;
    }
    int[] order =
        IntStream.range(0, pairs[0].length)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> pairs[0][i]))
            .mapToInt(Integer::intValue)
            .toArray();
    return new double[][] {picked(pairs[0], order), picked(pairs[1], order)};
  }

  /** Copies of both, without the pairs whose count is 0. */
  private static double[][] counted(double[] values, double[] counts) {
    double[][] pairs = {new double[values.length], new double[values.length]};
    int size = 0;
    for (int i = 0; i < values.length; i++) {
      if (counts[i] > 0) {
        pairs[0][size] = values[i];
        pairs[1][size++] = counts[i];
      }
    }
    return new double[][] {first(pairs[0], size), first(pairs[1], size)};
  }

  private static double[] first(double[] numbers, int size) {
    return size == numbers.length ? numbers : Arrays.copyOf(numbers, size);
  }

  private static boolean isAscending(double[] values) {
    for (int i = 1; i < values.length; i++) {
      if (values[i] < values[i - 1]) {
        return false;
      }
    }
    return true;
  }

  private static double[] picked(double[] from, int[] order) {
    double[] picked = new double[order.length];
    for (int i = 0; i < order.length; i++) {
      picked[i] = from[order[i]];
    }
    return picked;
  }

  /**
   * The four numbers of a statistic set. It counts as raw where the values follow from them: a
   * single sample, or equal samples (PutMetricData API reference).
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
    List<MetricSamples> some = new ArrayList<>(parts.size());
    boolean raw = true;
    for (MetricSamples part : parts) {
      if (part.count > 0) {
        some.add(part);
        raw &= part.raw;
      }
    }
    if (some.size() < 2) {
      return some.isEmpty() ? NONE : some.get(0);
    }
    if (raw) {
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
    if (parts.size() == 1) {
      return parts.get(0);
    }
    int half = parts.size() / 2;
    MetricSamples left = mergedRaw(parts.subList(0, half));
    MetricSamples right = mergedRaw(parts.subList(half, parts.size()));
    return compact(zipped(left, right));
  }

  /** Both parts' pairs by ascending value. Each part is sorted already. */
  private static double[][] zipped(MetricSamples left, MetricSamples right) {
    int size = left.values.length + right.values.length;
    double[][] both = {new double[size], new double[size]};
    int l = 0;
    int r = 0;
    for (int i = 0; i < size; i++) {
      boolean fromLeft =
          r == right.values.length || (l < left.values.length && left.values[l] <= right.values[r]);
      both[0][i] = fromLeft ? left.values[l] : right.values[r];
      both[1][i] = fromLeft ? left.counts[l++] : right.counts[r++];
    }
    return both;
  }

  /** Samples of pairs by ascending value. Equal values become one. */
  private static MetricSamples compact(double[][] pairs) {
    double[] values = pairs[0];
    double[] counts = pairs[1];
    double[] totals = new double[4];
    int size = 0;
    for (int i = 0; i < values.length; i++) {
      totals[0] += counts[i];
      totals[1] += values[i] * counts[i];
      if (size > 0 && values[size - 1] == values[i]) {
        counts[size - 1] += counts[i];
      } else {
        values[size] = values[i];
        counts[size++] = counts[i];
      }
    }
    if (size == 0) {
      return NONE;
    }
    totals[2] = values[0];
    totals[3] = values[size - 1];
    return new MetricSamples(first(values, size), first(counts, size), totals, true);
  }

  /** The same samples, each increased by this amount. */
  public MetricSamples plus(double more) {
    double[] greater = Arrays.stream(values).map(value -> value + more).toArray();
    return isEmpty()
        ? this
        : new MetricSamples(
            greater, counts, new double[] {count, sum + count * more, min + more, max + more}, raw);
  }

  /** The samples by a key of their values. */
  public <K extends Comparable<K>> SortedMap<K, MetricSamples> groupedBy(DoubleFunction<K> key) {
    SortedMap<K, double[]> countsByKey = new TreeMap<>();
    for (int i = 0; i < values.length; i++) {
      countsByKey.computeIfAbsent(key.apply(values[i]), k -> new double[values.length])[i] =
          counts[i];
    }
    SortedMap<K, MetricSamples> groups = new TreeMap<>();
    countsByKey.forEach((each, own) -> groups.put(each, of(values, own)));
    return groups;
  }

  /** The number of samples. */
  public double count() {
    return count;
  }

  /** The sum of all samples. */
  public double sum() {
    return sum;
  }

  /** The smallest sample; 0 without samples. */
  public double min() {
    return min;
  }

  /** The largest sample; 0 without samples. */
  public double max() {
    return max;
  }

  /** The number of different values that are known. */
  int distinctValues() {
    return values.length;
  }

  /** Whether there are no samples. */
  public boolean isEmpty() {
    return count == 0;
  }

  /**
   * Whether percentiles exist: every value is known. AWS has no percentiles of negative values
   * either.
   */
  boolean hasDistribution() {
    return raw && count > 0 && min >= 0;
  }

  /**
   * The smallest value that at least this share of the samples does not exceed.
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

  /** The samples from one rank to another, both in percent of all samples. A tie is split. */
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
