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

/** CloudWatch's metrics of a recorded release: whole minutes of canary, baseline and alias. */
public final class RecordedMetrics {
  private static final long MINUTE = 60;

  private final NavigableMap<Long, RecordedCounts> canary;
  private final NavigableMap<Long, RecordedCounts> baseline;
  private final NavigableMap<Long, RecordedCounts> alias;
  private final List<Double> thresholds;
  private final Map<String, SortedMap<Instant, Boolean>> alarms;

  /**
   * Creates a recording.
   *
   * @param canary minutes with requests, by their start in epoch seconds; likewise the others
   * @param thresholds five thresholds of duration in ms; empty if not recorded
   * @param alarms by Id: whether the alarm was in ALARM, from each moment on
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
   * @param source name of the recording in faults
   * @throws InvalidRecordingException with all faults if there are any
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

  /** The start of the release: the first minute with requests to the canary. */
  public Instant start() {
    return Instant.ofEpochSecond(canary.firstKey());
  }

  /** The end of the last minute with requests. */
  public Instant end() {
    long last = canary.lastKey();
    for (NavigableMap<Long, RecordedCounts> minutes : List.of(baseline, alias)) {
      last = minutes.isEmpty() ? last : Math.max(last, minutes.lastKey());
    }
    return Instant.ofEpochSecond(last + MINUTE);
  }

  /** The minutes before the start: the alias's, or the baseline's where the alias has none. */
  NavigableMap<Long, RecordedCounts> history() {
    NavigableMap<Long, RecordedCounts> history =
        new TreeMap<>(baseline.headMap(canary.firstKey(), false));
    history.putAll(alias.headMap(canary.firstKey(), false));
    return history;
  }

  /** The number of minutes with requests before the start. */
  public int minutesBefore() {
    return history().size();
  }

  /**
   * The requests of a minute to both versions. If neither was recorded, the alias's requests: AWS
   * does not document whether Lambda reports a version of an alias with one version.
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

  /** The baseline's minutes, and before the start those of the history. */
  NavigableMap<Long, RecordedCounts> baseline() {
    NavigableMap<Long, RecordedCounts> known = new TreeMap<>(baseline);
    known.putAll(history());
    return known;
  }

  /** Whether durations above thresholds were recorded. */
  public boolean hasThresholds() {
    return !thresholds.isEmpty();
  }

  /** The five thresholds of duration in ms; empty if not recorded. */
  List<Double> thresholds() {
    return thresholds;
  }

  /**
   * Whether an alarm was in ALARM, from each moment on; empty if it was not recorded. Its Id is
   * {@code alarm_} and its name, with {@code _} for characters that an Id can't have.
   */
  public Optional<SortedMap<Instant, Boolean>> alarm(String name) {
    return Optional.ofNullable(alarms.get("alarm_" + name))
        .or(() -> Optional.ofNullable(alarms.get("alarm_" + name.replaceAll("[^A-Za-z0-9_]", "_"))))
        .map(Collections::unmodifiableSortedMap);
  }
}
