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
 * A recording as CloudWatch would have shown it under other weights. The requests of each recorded
 * minute are shared out as the alias shares them out now; each version keeps its own recorded
 * rates. Counts are whole, and what rounding leaves over counts in the next minute. Thread-safe.
 */
public final class MetricsReplay implements MetricRecording {
  /** A minute shows this long after its end; Lambda's reports take 60 to 90 seconds. */
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
   * A replay that begins when the recorded release did.
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
    recording.history().forEach((minute, tally) -> publish("alias", minute, tally));
  }

  /**
   * Brings the replay up to a moment, with the routing as it is now. To be called before each
   * change of the routing, and before anyone looks at metrics.
   */
  public void advanceTo(Instant now) {
    double current = share.getAsDouble(); // without the lock: it is another's code
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
   * How many requests the canary has had in this replay for each one that was recorded in the same
   * minutes: evidence above 1 is overstated.
   */
  public synchronized double requestFactor() {
    return recorded > 0 ? shared / recorded : 0;
  }

  private Instant minute() {
    return Instant.ofEpochSecond(Math.floorDiv(settled.getEpochSecond(), MINUTE) * MINUTE);
  }

  private void replayMinute(long minute, double weight) {
    double all = recording.requests(minute);
    double most = weight > 0 ? all : 0; // a version without weight gets nothing, owed or not
    double toCanary = weight < 1 ? canaryRequests.round(all * weight, most) : all;
    shared += toCanary;
    recorded += recording.canary().getOrDefault(minute, RecordedCounts.NONE).requests();
    RecordedCounts one = canary.replay(minute, toCanary);
    RecordedCounts other = baseline.replay(minute, all - toCanary);
    publish("canary", minute, one);
    publish("baseline", minute, other);
    publish("alias", minute, one.plus(other));
  }

  /** As Lambda reports: no point at all of what nobody asked for, and zeros beside the others. */
  private void publish(String side, long minute, RecordedCounts tally) {
    if (tally.requests() > 0) {
      publish(side + "_throttles", minute, tally.throttles());
    }
    if (tally.durations() > 0) {
      publish(side + "_durations", minute, tally.durations());
      publish(side + "_errors", minute, tally.errors());
      for (int i = 0; i < tally.above().size(); i++) {
        publish(side + "_above" + i, minute, tally.above().get(i));
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
