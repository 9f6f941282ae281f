package dev.coalmine.cli.replay;

import dev.coalmine.embedded.cloudwatch.metric.MetricRecording;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;

/**
 * A recording as CloudWatch would have shown it with other weights. The requests of each recorded
 * minute are divided by the alias's current weights, and each version keeps its recorded rates.
 * Counts are whole, and rounding errors are carried to the next minute. Thread-safe.
 */
public final class MetricsReplay implements MetricRecording {
  /** The delay of a minute's metrics after its end: Lambda's take 60 to 90 seconds. */
  static final Duration DELAY = Duration.ofSeconds(90);

  private static final long MINUTE = 60;
  private static final List<String> PERCENTILES = List.of("p30", "p50", "p75", "p90", "p99");

  private final RecordedMetrics recording;
  private final DoubleSupplier share;
  private final ReplayedVersion canary;
  private final ReplayedVersion baseline;
  private final RoundingCarry canaryRequests = new RoundingCarry();
  private final Map<String, NavigableMap<Long, Double>> points = new HashMap<>();

  private Instant settled;
  private double shared;
  private double recorded;
  private double canarySeconds;

  /**
   * Creates a replay that starts with the recorded release.
   *
   * @param share the canary's share of the requests now, from 0 to 1
   */
  public MetricsReplay(RecordedMetrics recording, DoubleSupplier share) {
    this.recording = recording;
    this.share = share;
    int thresholds = recording.thresholds().size();
    canary = new ReplayedVersion(recording.canary(), thresholds);
    baseline = new ReplayedVersion(recording.baseline(), thresholds);
    settled = recording.start();
    recording.history().forEach((minute, counts) -> publish("alias", minute, counts));
  }

  /**
   * Replays up to a moment with the current routing. Call it before each change of the routing and
   * before each read of metrics.
   */
  public void advanceTo(Instant now) {
    double current = share.getAsDouble(); // not under the lock: it calls other code
    synchronized (this) {
      while (settled.isBefore(now)) {
        Instant end = minute().plusSeconds(MINUTE);
        Instant to = end.isAfter(now) ? now : end;
        canarySeconds += current * Duration.between(settled, to).toNanos() / 1e9;
        if (to.equals(end)) {
          replayMinute(minute().getEpochSecond(), canarySeconds / MINUTE);
          canarySeconds = 0;
        }
        settled = to;
      }
    }
  }

  /**
   * Requests to the canary in this replay, divided by those recorded in the same minutes. Above 1,
   * the evidence is overstated.
   */
  public synchronized double requestFactor() {
    return recorded > 0 ? shared / recorded : 0;
  }

  private Instant minute() {
    return Instant.ofEpochSecond(Math.floorDiv(settled.getEpochSecond(), MINUTE) * MINUTE);
  }

  private void replayMinute(long minute, double weight) {
    double all = recording.requests(minute);
    double most = weight > 0 ? all : 0; // no carried request goes to a version without weight
    double toCanary = weight < 1 ? canaryRequests.round(all * weight, most) : all;
    shared += toCanary;
    recorded += recording.canary().getOrDefault(minute, RecordedCounts.NONE).requests();
    RecordedCounts canaryCounts = canary.replay(minute, toCanary);
    RecordedCounts baselineCounts = baseline.replay(minute, all - toCanary);
    publish("canary", minute, canaryCounts);
    publish("baseline", minute, baselineCounts);
    publish("alias", minute, canaryCounts.plus(baselineCounts));
  }

  /** Like Lambda: no points for a minute without requests, otherwise also zeros. */
  private void publish(String slice, long minute, RecordedCounts counts) {
    if (counts.requests() > 0) {
      publish(slice + "_throttles", minute, counts.throttles());
    }
    if (counts.durations() > 0) {
      publish(slice + "_durations", minute, counts.durations());
      publish(slice + "_errors", minute, counts.errors());
      for (int i = 0; i < counts.above().size(); i++) {
        publish(slice + "_above" + i, minute, counts.above().get(i));
      }
    }
  }

  private void publish(String id, long minute, double count) {
    points.computeIfAbsent(id, i -> new TreeMap<>()).put(minute, count);
  }

  @Override
  public synchronized NavigableMap<Long, Double> points(
      String id, long from, long to, Instant asOf) {
    int percentile = PERCENTILES.indexOf(id);
    if (percentile >= 0) {
      return recording.thresholds().isEmpty()
          ? new TreeMap<>()
          : new TreeMap<>(Map.of(from, recording.thresholds().get(percentile)));
    }
    long shown = asOf.minus(DELAY).getEpochSecond() - MINUTE; // start of the last minute that shows
    NavigableMap<Long, Double> all = points.getOrDefault(id, new TreeMap<>());
    long last = Math.min(to - 1, shown);
    return from > last ? new TreeMap<>() : new TreeMap<>(all.subMap(from, true, last, true));
  }
}
