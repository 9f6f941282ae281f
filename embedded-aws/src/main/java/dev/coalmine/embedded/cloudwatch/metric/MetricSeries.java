package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The data points of one metric by their start, in epoch seconds: whole minutes for as long as
 * asked, and seconds for three hours, after which they join their minute ("CloudWatch concepts:
 * metrics retention"). The {@link MetricStore} guards it.
 */
final class MetricSeries {
  /** The retention of data points of less than a minute. */
  private static final long SECONDS_KEPT = Duration.ofHours(3).toSeconds();

  private static final int MINUTE = 60;

  private final NavigableMap<Long, List<SampleBatch>> minutes = new TreeMap<>();
  private final NavigableMap<Long, List<SampleBatch>> seconds = new TreeMap<>();
  private long size;

  /**
   * Adds samples to the bucket of a moment.
   *
   * @param resolution of the buckets: 60, or less for seconds
   */
  void add(long at, int resolution, SampleBatch batch) {
    long bucket = Math.floorDiv(at, resolution) * resolution;
    add(resolution < MINUTE ? seconds : minutes, bucket, batch);
  }

  /**
   * Merges additions that become visible at the same moment, so that a minute of many calls stays
   * small.
   */
  private void add(
      NavigableMap<Long, List<SampleBatch>> buckets, long bucket, SampleBatch addition) {
    List<SampleBatch> batches = buckets.computeIfAbsent(bucket, b -> new ArrayList<>(1));
    for (int i = batches.size() - 1; i >= 0; i--) {
      SampleBatch batch = batches.get(i);
      if (batch.visibleAt().equals(addition.visibleAt()) && batch.unit().equals(addition.unit())) {
        MetricSamples both = MetricSamples.merged(List.of(batch.samples(), addition.samples()));
        SampleBatch merged = new SampleBatch(batch.visibleAt(), batch.unit(), both);
        batches.set(i, merged);
        size += merged.size() - batch.size();
        return;
      }
    }
    batches.add(addition);
    size += addition.size();
  }

  /** Drops what is older than it is kept, and joins old seconds to their minutes. */
  void age(Instant now, Duration kept) {
    long old = now.getEpochSecond() - SECONDS_KEPT;
    while (!seconds.isEmpty() && seconds.firstKey() < old) {
      long second = seconds.firstKey();
      List<SampleBatch> batches = remove(seconds);
      batches.forEach(batch -> add(minutes, Math.floorDiv(second, MINUTE) * MINUTE, batch));
    }
    dropBefore(now.getEpochSecond() - kept.toSeconds());
  }

  /** Drops all data points that start before a moment. */
  void dropBefore(long from) {
    for (NavigableMap<Long, List<SampleBatch>> buckets : List.of(minutes, seconds)) {
      while (!buckets.isEmpty() && buckets.firstKey() < from) {
        remove(buckets);
      }
    }
  }

  private List<SampleBatch> remove(NavigableMap<Long, List<SampleBatch>> buckets) {
    List<SampleBatch> batches = buckets.pollFirstEntry().getValue();
    batches.forEach(batch -> size -= batch.size());
    return batches;
  }

  /** Visits the buckets that start in a span, those of a minute first. */
  void visit(long from, long to, BiConsumer<Long, List<SampleBatch>> visitor) {
    if (from < to) {
      minutes.subMap(from, to).forEach(visitor);
      seconds.subMap(from, to).forEach(visitor);
    }
  }

  /** The data points since a moment. */
  SavedMetrics.SavedSeries save(MetricKey key, long from) {
    return new SavedMetrics.SavedSeries(key, save(minutes, from), save(seconds, from));
  }

  private static List<SavedMetrics.SavedPoint> save(
      NavigableMap<Long, List<SampleBatch>> buckets, long from) {
    List<SavedMetrics.SavedPoint> saved = new ArrayList<>();
    buckets
        .tailMap(from, true)
        .forEach(
            (at, batches) ->
                batches.forEach(
                    batch -> saved.add(batch.samples().save(at, batch.visibleAt(), batch.unit()))));
    return saved;
  }

  /** Adds saved data points. */
  void restore(SavedMetrics.SavedSeries saved) {
    saved.minutes().forEach(point -> add(minutes, point.at(), batch(point)));
    saved.seconds().forEach(point -> add(seconds, point.at(), batch(point)));
  }

  private static SampleBatch batch(SavedMetrics.SavedPoint point) {
    return new SampleBatch(point.visibleAt(), point.unit(), MetricSamples.of(point));
  }

  /** Whether any reader sees a data point. */
  boolean isVisible(Instant asOf) {
    return List.of(minutes, seconds).stream()
        .flatMap(buckets -> buckets.values().stream())
        .flatMap(List::stream)
        .anyMatch(batch -> !batch.visibleAt().isAfter(asOf));
  }

  /** The start of the first bucket; the maximum without any. */
  long start() {
    return Math.min(first(minutes), first(seconds));
  }

  private static long first(NavigableMap<Long, List<SampleBatch>> buckets) {
    return buckets.isEmpty() ? Long.MAX_VALUE : buckets.firstKey();
  }

  boolean isEmpty() {
    return minutes.isEmpty() && seconds.isEmpty();
  }

  /** The number of data points. */
  int points() {
    return minutes.size() + seconds.size();
  }

  /** The room that its batches take, see {@link SampleBatch#size}. */
  long size() {
    return size;
  }
}
