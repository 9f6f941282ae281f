package dev.coalmine.embedded.cloudwatch.metric;

import dev.coalmine.embedded.json.RecordTrees;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
 * from which CloudWatch returns it, so that late data is late for every reader. The oldest data
 * points are dropped when they are too old, or when all of them are too many. Thread-safe.
 */
public final class MetricStore {
  /** The retention of one-minute data points ("CloudWatch concepts: metrics retention"). */
  public static final Duration RETENTION = Duration.ofDays(15);

  /** The most room of all data points, in pairs of value and count: about 160 MB. */
  static final long MOST = 10_000_000;

  /** At least so much of the time that is kept is dropped at once when there are too many. */
  private static final int PARTS = 20;

  private static final Duration CLEANED = Duration.ofHours(1);

  private final Map<MetricKey, MetricSeries> series = new HashMap<>();
  private Duration kept = RETENTION;
  private long most = MOST;
  private long size;
  private Instant cleaned = Instant.MIN;

  /**
   * Sets how long data points are kept, by the time at which others become visible.
   *
   * @param time at first and at most {@link #RETENTION}
   */
  public synchronized void keepFor(Duration time) {
    kept = time;
  }

  /** Sets the most room of all data points, in pairs of value and count; at first 10 million. */
  public synchronized void keepAtMost(long pairs) {
    most = pairs;
  }

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
    MetricSeries to = series.computeIfAbsent(key, k -> new MetricSeries());
    long before = to.size();
    to.add(at.getEpochSecond(), resolution, new SampleBatch(visibleAt, unit, samples));
    to.age(visibleAt, kept);
    size += to.size() - before;
    if (visibleAt.isAfter(cleaned.plus(CLEANED)) || size > most) {
      cleanUp(visibleAt);
    }
  }

  /**
   * Also ages the metrics that get no data points any more. Without room, a quarter of it is made:
   * each round visits all metrics.
   */
  private void cleanUp(Instant now) {
    cleaned = now;
    series.values().forEach(each -> each.age(now, kept));
    measure();
    long room = size > most ? most - most / 4 : most;
    while (size > room) {
      long oldest = series.values().stream().mapToLong(MetricSeries::start).min().orElseThrow();
      long part = Math.max(60, (now.getEpochSecond() - oldest) / PARTS);
      series.values().forEach(each -> each.dropBefore(oldest + part));
      measure();
    }
  }

  private void measure() {
    series.values().removeIf(MetricSeries::isEmpty);
    size = series.values().stream().mapToLong(MetricSeries::size).sum();
  }

  /** The data points since a moment, as a tree to save. */
  public Object save(Instant from) {
    List<SavedMetrics.SavedSeries> saved;
    synchronized (this) {
      saved =
          keys(Instant.MAX).stream()
              .map(key -> series(key).save(key, from.getEpochSecond()))
              .filter(each -> !each.minutes().isEmpty() || !each.seconds().isEmpty())
              .toList();
    }
    return RecordTrees.write(new SavedMetrics(saved));
  }

  /**
   * Adds the data points of a tree that {@link #save} returned.
   *
   * @throws IllegalArgumentException if the tree is something else
   */
  public void restore(Object tree) {
    SavedMetrics saved = RecordTrees.read(SavedMetrics.class, tree, "metrics");
    synchronized (this) {
      saved
          .series()
          .forEach(
              each -> series.computeIfAbsent(each.key(), k -> new MetricSeries()).restore(each));
      measure();
    }
  }

  /** The number of data points of all metrics. */
  public synchronized int points() {
    return series.values().stream().mapToInt(MetricSeries::points).sum();
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
      series(key)
          .visit(
              from,
              end,
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
    series(key)
        .visit(
            from,
            to,
            (at, batches) ->
                batches.stream()
                    .filter(batch -> !batch.visibleAt().isAfter(asOf))
                    .forEach(batch -> units.add(batch.unit())));
    return units;
  }

  /** All metrics with visible samples, in order. */
  public synchronized SortedSet<MetricKey> keys(Instant asOf) {
    SortedSet<MetricKey> keys = new TreeSet<>();
    series.forEach(
        (key, points) -> {
          if (points.isVisible(asOf)) {
            keys.add(key);
          }
        });
    return keys;
  }

  private MetricSeries series(MetricKey key) {
    return series.getOrDefault(key, new MetricSeries());
  }

  private static List<MetricSamples> visible(List<SampleBatch> batches, String unit, Instant asOf) {
    return batches.stream()
        .filter(batch -> !batch.visibleAt().isAfter(asOf))
        .filter(batch -> unit.isEmpty() || batch.unit().equals(unit))
        .map(SampleBatch::samples)
        .toList();
  }
}
