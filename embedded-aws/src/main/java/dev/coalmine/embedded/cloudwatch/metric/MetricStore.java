package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The data points of all metrics, in buckets of a minute or a second. Every addition has the moment
 * from which CloudWatch returns it, so that late data is late for every reader. Thread-safe.
 */
public final class MetricStore {
  /** The retention of one-minute data points ("CloudWatch concepts: metrics retention"). */
  static final Duration RETENTION = Duration.ofDays(15);

  private record SampleBatch(Instant visibleAt, String unit, MetricSamples samples) {}

  private final Map<MetricKey, NavigableMap<Long, List<SampleBatch>>> points = new HashMap<>();

  /**
   * Adds samples to their minute.
   *
   * @param key the metric
   * @param at any moment of the minute
   * @param unit one of CloudWatch's units, {@code None} if it has none
   * @param samples the values; an empty set is ignored
   * @param visibleAt when they become visible to readers
   */
  public void add(
      MetricKey key, Instant at, String unit, MetricSamples samples, Instant visibleAt) {
    add(key, at, 60, unit, samples, visibleAt);
  }

  synchronized void add(
      MetricKey key,
      Instant at,
      int resolution,
      String unit,
      MetricSamples samples,
      Instant visibleAt) {
    if (samples.isEmpty()) {
      return;
    }
    NavigableMap<Long, List<SampleBatch>> buckets =
        points.computeIfAbsent(key, k -> new TreeMap<>());
    long bucket = Math.floorDiv(at.getEpochSecond(), resolution) * resolution;
    addTo(buckets.computeIfAbsent(bucket, b -> new ArrayList<>(1)), unit, samples, visibleAt);
    long kept = visibleAt.getEpochSecond() - RETENTION.toSeconds();
    while (!buckets.isEmpty() && buckets.firstKey() < kept) {
      buckets.pollFirstEntry();
    }
  }

  /**
   * Merges additions that become visible at the same moment, so that a minute of many calls stays
   * small.
   */
  private static void addTo(
      List<SampleBatch> batches, String unit, MetricSamples samples, Instant visibleAt) {
    for (int i = batches.size() - 1; i >= 0; i--) {
      SampleBatch batch = batches.get(i);
      if (batch.visibleAt.equals(visibleAt) && batch.unit.equals(unit)) {
        MetricSamples both = MetricSamples.merged(List.of(batch.samples, samples));
        batches.set(i, new SampleBatch(visibleAt, unit, both));
        return;
      }
    }
    batches.add(new SampleBatch(visibleAt, unit, samples));
  }

  /**
   * The visible samples of a metric, by periods that start at {@code from}. Periods without samples
   * are absent.
   *
   * @param unit the only unit to include, or empty for all
   * @param from start of the first period, epoch seconds
   * @param to periods start before it, epoch seconds
   * @param period in seconds
   * @param asOf the moment of the read
   */
  public synchronized NavigableMap<Long, MetricSamples> samplesByPeriod(
      MetricKey key, String unit, long from, long to, int period, Instant asOf) {
    NavigableMap<Long, List<MetricSamples>> found = new TreeMap<>();
    long end = from + Math.floorDiv(to - from + period - 1, period) * period;
    if (end > from) {
      buckets(key)
          .subMap(from, end)
          .forEach(
              (at, batches) -> {
                List<MetricSamples> seen = visible(batches, unit, asOf);
                if (!seen.isEmpty()) {
                  long start = from + (at - from) / period * period;
                  found.computeIfAbsent(start, s -> new ArrayList<>()).addAll(seen);
                }
              });
    }
    NavigableMap<Long, MetricSamples> merged = new TreeMap<>();
    found.forEach((start, parts) -> merged.put(start, MetricSamples.merged(parts)));
    return merged;
  }

  /**
   * The sum of a metric's visible samples in one minute. Empty without samples.
   *
   * @param minute its start
   * @param asOf the moment of the read
   */
  public OptionalDouble sum(MetricKey key, Instant minute, Instant asOf) {
    long from = minute.getEpochSecond();
    return samplesByPeriod(key, "", from, from + 60, 60, asOf).values().stream()
        .mapToDouble(MetricSamples::sum)
        .findFirst();
  }

  /** The visible units of a metric in a span. */
  synchronized SortedSet<String> units(MetricKey key, long from, long to, Instant asOf) {
    SortedSet<String> units = new TreeSet<>();
    for (List<SampleBatch> batches : buckets(key).subMap(from, Math.max(from, to)).values()) {
      batches.stream()
          .filter(batch -> !batch.visibleAt.isAfter(asOf))
          .forEach(batch -> units.add(batch.unit));
    }
    return units;
  }

  /** All metrics with visible samples, in order. */
  public synchronized SortedSet<MetricKey> keys(Instant asOf) {
    SortedSet<MetricKey> keys = new TreeSet<>();
    points.forEach(
        (key, buckets) -> {
          if (buckets.values().stream()
              .flatMap(Collection::stream)
              .anyMatch(batch -> !batch.visibleAt.isAfter(asOf))) {
            keys.add(key);
          }
        });
    return keys;
  }

  private NavigableMap<Long, List<SampleBatch>> buckets(MetricKey key) {
    return points.getOrDefault(key, new TreeMap<>());
  }

  private static List<MetricSamples> visible(List<SampleBatch> batches, String unit, Instant asOf) {
    return batches.stream()
        .filter(batch -> !batch.visibleAt.isAfter(asOf))
        .filter(batch -> unit.isEmpty() || batch.unit.equals(unit))
        .map(SampleBatch::samples)
        .toList();
  }
}
