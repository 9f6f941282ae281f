package dev.coalmine.cli.replay;

import dev.coalmine.embedded.json.Json;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** What CloudWatch recorded of a release: whole minutes of the canary, the baseline and both. */
public final class RecordedMetrics {
  private static final long MINUTE = 60;

  private final NavigableMap<Long, RecordedCounts> canary;
  private final NavigableMap<Long, RecordedCounts> baseline;
  private final NavigableMap<Long, RecordedCounts> alias;
  private final List<Double> thresholds;
  private final Map<String, SortedMap<Instant, Boolean>> alarms;

  /**
   * A recording without faults.
   *
   * @param canary minutes with requests, by their start in epoch seconds; likewise the others
   * @param thresholds of duration in ms, or none
   * @param alarms whether they were in ALARM from a moment on, by Id
   */
  RecordedMetrics(
      NavigableMap<Long, RecordedCounts> canary,
      NavigableMap<Long, RecordedCounts> baseline,
      NavigableMap<Long, RecordedCounts> alias,
      List<Double> thresholds,
      Map<String, SortedMap<Instant, Boolean>> alarms) {
    this.canary = canary;
    this.baseline = baseline;
    this.alias = alias;
    this.thresholds = List.copyOf(thresholds);
    this.alarms = Map.copyOf(alarms);
  }

  /**
   * Reads what {@code aws cloudwatch get-metric-data} writes: one such object or an array of them.
   *
   * @param source what to call it in faults
   * @throws InvalidRecordingException with all faults if it has any
   */
  public static RecordedMetrics parse(String source, String text) {
    try {
      return RecordedMetricsReader.read(source, Json.parse(text));
    } catch (InvalidRecordingException bad) {
      throw bad;
    } catch (IllegalArgumentException notJson) {
      throw new InvalidRecordingException(source, List.of(notJson.getMessage()));
    }
  }

  /** The first minute with requests to the canary: there the release starts. */
  public Instant start() {
    return Instant.ofEpochSecond(canary.firstKey());
  }

  /** The end of the last minute with requests to anyone. */
  public Instant end() {
    long last = canary.lastKey();
    for (NavigableMap<Long, RecordedCounts> side : List.of(baseline, alias)) {
      last = side.isEmpty() ? last : Math.max(last, side.lastKey());
    }
    return Instant.ofEpochSecond(last + MINUTE);
  }

  /**
   * The minutes before the start: what the alias did, or where it was not recorded the baseline.
   */
  NavigableMap<Long, RecordedCounts> history() {
    NavigableMap<Long, RecordedCounts> history =
        new TreeMap<>(baseline.headMap(canary.firstKey(), false));
    history.putAll(alias.headMap(canary.firstKey(), false));
    return history;
  }

  /** How many minutes with requests there are before the start. */
  public int minutesBefore() {
    return history().size();
  }

  /**
   * The requests of a minute to both versions together. Where neither was recorded the alias'
   * count: nobody knows whether Lambda reports versions of an alias that has only one.
   */
  double requests(long minute) {
    double both =
        canary.getOrDefault(minute, RecordedCounts.NONE).requests()
            + baseline.getOrDefault(minute, RecordedCounts.NONE).requests();
    return both > 0 ? both : alias.getOrDefault(minute, RecordedCounts.NONE).requests();
  }

  NavigableMap<Long, RecordedCounts> canary() {
    return canary;
  }

  /** What is known of the baseline: its own minutes, and before the release the history's. */
  NavigableMap<Long, RecordedCounts> baseline() {
    NavigableMap<Long, RecordedCounts> known = new TreeMap<>(baseline);
    known.putAll(history());
    return known;
  }

  /** Whether it tells slow requests from others. */
  public boolean hasThresholds() {
    return !thresholds.isEmpty();
  }

  /** The five thresholds of duration in ms; none if durations were not recorded by them. */
  List<Double> thresholds() {
    return thresholds;
  }

  /**
   * Whether an alarm was in ALARM, from each moment on; empty if it was not recorded. Its Id is
   * {@code alarm_} and its name, in which {@code _} may stand for what an Id can't have.
   */
  public Optional<SortedMap<Instant, Boolean>> alarm(String name) {
    return Optional.ofNullable(alarms.get("alarm_" + name))
        .or(() -> Optional.ofNullable(alarms.get("alarm_" + name.replaceAll("[^A-Za-z0-9_]", "_"))))
        .map(Collections::unmodifiableSortedMap);
  }
}
