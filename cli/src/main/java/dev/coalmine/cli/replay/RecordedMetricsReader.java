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

/** Reads a recording's series as a release, and collects every fault in them. */
final class RecordedMetricsReader {
  private static final List<String> PERCENTILES = List.of("p30", "p50", "p75", "p90", "p99");
  private static final int FIVE_MINUTES = 300;

  /** So many points in a row do not fall on five minutes by chance. */
  private static final int ENOUGH = 5;

  private final List<String> faults = new ArrayList<>();
  private final Map<String, SortedMap<Instant, Double>> series;

  private RecordedMetricsReader(Object tree) {
    series = new MetricSeriesReader(faults).read(tree);
  }

  /** The recording, or all faults as a {@link InvalidRecordingException}. */
  static RecordedMetrics read(String source, Object tree) {
    RecordedMetricsReader reader = new RecordedMetricsReader(tree);
    RecordedMetrics recording = reader.recording();
    if (!reader.faults.isEmpty()) {
      throw new InvalidRecordingException(source, reader.faults);
    }
    return recording;
  }

  private RecordedMetrics recording() {
    boolean bySpeed =
        series.keySet().stream().anyMatch(id -> id.matches("p[0-9]+|[a-z]+_above[0-9]"));
    NavigableMap<Long, RecordedCounts> canary = minutes("canary", bySpeed);
    NavigableMap<Long, RecordedCounts> baseline = minutes("baseline", bySpeed);
    NavigableMap<Long, RecordedCounts> alias = minutes("alias", bySpeed);
    if (canary.isEmpty()) {
      faults.add("canary_durations: has no requests, so there is no release to replay");
    }
    if (baseline.isEmpty() && alias.isEmpty()) {
      faults.add(
          "baseline_durations: has no requests, and neither has alias_durations, so there is"
              + " nothing to compare the canary with");
    }
    return new RecordedMetrics(
        canary, baseline, alias, bySpeed ? thresholds(canary) : List.of(), alarms());
  }

  private NavigableMap<Long, RecordedCounts> minutes(String side, boolean bySpeed) {
    SortedMap<Instant, Double> durations = points(side + "_durations");
    if (!durations.isEmpty()) {
      requireSeries(side + "_errors", "without it " + side + " would seem to have no errors");
      for (int i = 0; bySpeed && i < PERCENTILES.size(); i++) {
        String id = side + "_above" + i;
        requireSeries(id, "record p30 to p99 together with above0 to above4 of each version");
        requireAtMost(id, durations);
      }
      requireMinutes(side + "_durations", durations.keySet());
    }
    NavigableMap<Long, RecordedCounts> minutes = new TreeMap<>();
    Set<Instant> moments = new TreeSet<>(durations.keySet());
    moments.addAll(points(side + "_throttles").keySet());
    for (Instant moment : moments) {
      RecordedCounts tally = counts(side, moment, bySpeed);
      if (tally.requests() > 0) {
        minutes.put(moment.getEpochSecond(), tally);
      }
    }
    return minutes;
  }

  private RecordedCounts counts(String side, Instant moment, boolean bySpeed) {
    List<Double> above = new ArrayList<>();
    for (int i = 0; bySpeed && i < PERCENTILES.size(); i++) {
      above.add(at(side + "_above" + i, moment));
    }
    return new RecordedCounts(
        at(side + "_durations", moment),
        at(side + "_throttles", moment),
        at(side + "_errors", moment),
        above);
  }

  /** The percentiles from before the release, or failing that the first ones there are. */
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

  /** Percentages instead of counts, or another metric's, end here. */
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
