package dev.coalmine.cli.replay;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the series of a recording as a release, and collects all faults. */
final class RecordedMetricsReader {
  private static final List<String> PERCENTILES = List.of("p30", "p50", "p75", "p90", "p99");
  private static final int FIVE_MINUTES = 300;

  /** Points of a series that are not all on five minutes by chance. */
  private static final int ENOUGH = 5;

  private final List<String> faults = new ArrayList<>();
  private final Map<String, SortedMap<Instant, Double>> series;

  private RecordedMetricsReader(Object tree) {
    series = new MetricSeriesReader(faults).read(tree);
  }

  /**
   * Reads a recording.
   *
   * @throws InvalidRecordingException with all faults if there are any
   */
  static RecordedMetrics read(String source, Object tree) {
    RecordedMetricsReader reader = new RecordedMetricsReader(tree);
    RecordedMetrics recording = reader.recording();
    if (!reader.faults.isEmpty()) {
      throw new InvalidRecordingException(source, reader.faults);
    }
    return recording;
  }

  private RecordedMetrics recording() {
    boolean hasThresholds =
        series.keySet().stream().anyMatch(id -> id.matches("p[0-9]+|[a-z]+_above[0-9]"));
    NavigableMap<Long, RecordedCounts> canary = minutes("canary", hasThresholds);
    NavigableMap<Long, RecordedCounts> baseline = minutes("baseline", hasThresholds);
    NavigableMap<Long, RecordedCounts> alias = minutes("alias", hasThresholds);
    if (canary.isEmpty()) {
      faults.add("canary_durations: has no requests, so there is no release to replay");
    }
    if (baseline.isEmpty() && alias.isEmpty()) {
      faults.add(
          "baseline_durations: has no requests, and neither has alias_durations, so there is"
              + " nothing to compare the canary with");
    }
    return new RecordedMetrics(
        canary, baseline, alias, hasThresholds ? thresholds(canary) : List.of(), alarms());
  }

  private NavigableMap<Long, RecordedCounts> minutes(String slice, boolean hasThresholds) {
    SortedMap<Instant, Double> durations = points(slice + "_durations");
    if (!durations.isEmpty()) {
      requireSeries(slice + "_errors", "without it " + slice + " would seem to have no errors");
      for (int i = 0; hasThresholds && i < PERCENTILES.size(); i++) {
        String id = slice + "_above" + i;
        requireSeries(id, "record p30 to p99 together with above0 to above4 of each version");
        requireAtMost(id, durations);
      }
      requireMinutes(slice + "_durations", durations.keySet());
    }
    NavigableMap<Long, RecordedCounts> minutes = new TreeMap<>();
    Set<Instant> moments = new TreeSet<>(durations.keySet());
    moments.addAll(points(slice + "_throttles").keySet());
    for (Instant moment : moments) {
      RecordedCounts counts = counts(slice, moment, hasThresholds);
      if (counts.requests() > 0) {
        minutes.put(moment.getEpochSecond(), counts);
      }
    }
    return minutes;
  }

  private RecordedCounts counts(String slice, Instant moment, boolean hasThresholds) {
    List<Double> above = new ArrayList<>();
    for (int i = 0; hasThresholds && i < PERCENTILES.size(); i++) {
      above.add(at(slice + "_above" + i, moment));
    }
    return new RecordedCounts(
        at(slice + "_durations", moment),
        at(slice + "_throttles", moment),
        at(slice + "_errors", moment),
        above);
  }

  /** The last percentiles before the release, or the first ones if there are none before it. */
  private List<Double> thresholds(NavigableMap<Long, RecordedCounts> canary) {
    List<Double> thresholds = new ArrayList<>();
    for (String percentile : PERCENTILES) {
      SortedMap<Instant, Double> values = points(percentile);
      if (values.isEmpty()) {
        faults.add(
            percentile
                + ": is missing: record p30 to p99 together with above0 to above4 of each version");
      } else if (!canary.isEmpty()) {
        SortedMap<Instant, Double> before =
            values.headMap(Instant.ofEpochSecond(canary.firstKey()));
        thresholds.add(
            before.isEmpty() ? values.get(values.firstKey()) : before.get(before.lastKey()));
      }
    }
    return thresholds;
  }

  private Map<String, SortedMap<Instant, Boolean>> alarms() {
    Map<String, SortedMap<Instant, Boolean>> alarms = new TreeMap<>();
    series.forEach(
        (id, points) -> {
          if (id.startsWith("alarm_")) {
            SortedMap<Instant, Boolean> fires = new TreeMap<>();
            points.forEach(
                (moment, value) -> {
                  if (value != 0 && value != 1) {
                    faults.add(
                        "%s at %s: must be 1 for ALARM or 0 for OK, not %s"
                            .formatted(id, moment, MetricSeriesReader.format(value)));
                  }
                  fires.put(moment, value == 1);
                });
            alarms.put(id, fires);
          }
        });
    return alarms;
  }

  private void requireSeries(String id, String why) {
    if (!series.containsKey(id)) {
      faults.add(id + ": is missing: " + why);
    }
  }

  /** Rejects percentages instead of counts, and counts of another metric. */
  private void requireAtMost(String id, SortedMap<Instant, Double> durations) {
    points(id)
        .forEach(
            (moment, count) -> {
              double all = durations.getOrDefault(moment, 0.0);
              if (count > all) {
                faults.add(
                    "%1$s at %2$s: must be at most %4$s, the count of durations, not %3$s"
                        .formatted(
                            id,
                            moment,
                            MetricSeriesReader.format(count),
                            MetricSeriesReader.format(all)));
              }
            });
  }

  /** CloudWatch keeps single minutes for 15 days ("CloudWatch concepts: metrics retention"). */
  private void requireMinutes(String id, Set<Instant> moments) {
    if (moments.size() >= ENOUGH
        && moments.stream().allMatch(moment -> moment.getEpochSecond() % FIVE_MINUTES == 0)) {
      faults.add(
          id
              + ": has at most one point per 5 minutes: record with Period 60, within 15 days;"
              + " after that CloudWatch keeps no 1-minute points");
    }
  }

  private SortedMap<Instant, Double> points(String id) {
    return series.getOrDefault(id, new TreeMap<>());
  }

  private double at(String id, Instant moment) {
    return points(id).getOrDefault(moment, 0.0);
  }
}
