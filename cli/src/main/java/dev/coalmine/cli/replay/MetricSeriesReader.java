package dev.coalmine.cli.replay;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads answers of GetMetricData as series by Id, and collects each fault with its path. */
final class MetricSeriesReader {
  private static final String KNOWN =
      "p30|p50|p75|p90|p99|(canary|baseline|alias)_(errors|throttles|durations|above[0-4])|alarm_.+";

  /** Seconds from 2001 to 2286: other numbers are milliseconds or not times. */
  private static final double FIRST = 1e9;

  private static final double LAST = 1e10;

  private final List<String> faults;
  private final Map<String, SortedMap<Instant, Double>> series = new LinkedHashMap<>();
  private final Map<String, String> partial = new LinkedHashMap<>();

  MetricSeriesReader(List<String> faults) {
    this.faults = faults;
  }

  /** All series of one answer or of an array of answers. */
  Map<String, SortedMap<Instant, Double>> read(Object tree) {
    if (tree instanceof List<?> answers) {
      for (int i = 0; i < answers.size(); i++) {
        answer("[" + i + "]", answers.get(i));
      }
    } else {
      answer("", tree);
    }
    partial.forEach(
        (id, path) ->
            faults.add(
                path + ": " + id + " has partial data: get the next pages of GetMetricData, too"));
    return series;
  }

  private void answer(String path, Object answer) {
    String results = path + (path.isEmpty() ? "" : ".") + "MetricDataResults";
    Object found = answer instanceof Map<?, ?> map ? map.get("MetricDataResults") : null;
    if (found instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        result(results + "[" + i + "]", list.get(i));
      }
    } else {
      faults.add(
          results
              + ": must be an array, as in the output of aws cloudwatch get-metric-data, not "
              + format(found));
    }
  }

  private void result(String path, Object result) {
    if (!(result instanceof Map<?, ?> fields)) {
      faults.add(path + ": must be an object, not " + format(result));
      return;
    }
    String id = String.valueOf(fields.get("Id"));
    boolean known = id.matches(KNOWN);
    if (!known) {
      faults.add(
          path
              + ".Id: must be p30, p50, p75, p90, p99, canary_, baseline_ or alias_ with errors,"
              + " throttles, durations or above0 to above4, or alarm_ with a name, not "
              + format(fields.get("Id")));
    }
    status(path + ".StatusCode", id, fields.get("StatusCode"));
    // An unknown series is read too, so that all its faults are reported.
    points(
        path,
        id,
        fields,
        known ? series.computeIfAbsent(id, i -> new TreeMap<>()) : new TreeMap<>());
  }

  private void points(String path, String id, Map<?, ?> fields, SortedMap<Instant, Double> points) {
    List<?> timestamps = list(path + ".Timestamps", fields.get("Timestamps"));
    List<?> values = list(path + ".Values", fields.get("Values"));
    if (timestamps.size() != values.size()) {
      faults.add(
          "%s: must have as many Timestamps as Values, not %d and %d"
              .formatted(path, timestamps.size(), values.size()));
    }
    boolean minutes = id.matches("[a-z]+_(errors|throttles|durations|above[0-4])");
    for (int i = 0; i < Math.max(timestamps.size(), values.size()); i++) {
      String at = path + ".Values[" + i + "]";
      Optional<Instant> moment =
          i < timestamps.size()
              ? moment(path + ".Timestamps[" + i + "]", timestamps.get(i), minutes)
              : Optional.empty();
      OptionalDouble value = i < values.size() ? value(at, values.get(i)) : OptionalDouble.empty();
      if (moment.isPresent() && value.isPresent()) {
        add(at, points, moment.get(), value.getAsDouble());
      }
    }
  }

  private void add(String path, SortedMap<Instant, Double> points, Instant moment, double value) {
    Double before = points.putIfAbsent(moment, value);
    if (before != null && before != value) {
      faults.add(
          "%s: is %s, but an earlier value for %4$s is %3$s"
              .formatted(path, format(value), format(before), moment));
    }
  }

  /** A series on several pages is complete if its last page is. */
  private void status(String path, String id, Object status) {
    if ("PartialData".equals(status)) {
      partial.put(id, path);
    } else {
      partial.remove(id);
      if (status != null && !"Complete".equals(status)) {
        faults.add(
            path + ": must be Complete, not " + format(status) + ": call GetMetricData again");
      }
    }
  }

  private List<?> list(String path, Object value) {
    if (value instanceof List<?> list) {
      return list;
    }
    faults.add(path + ": must be an array, not " + format(value));
    return List.of();
  }

  private Optional<Instant> moment(String path, Object value, boolean minutes) {
    Optional<Instant> moment = moment(value);
    if (moment.isEmpty()) {
      faults.add(
          path
              + ": must be a time such as \"2026-01-01T12:00:00+00:00\", or seconds since 1970, not"
              + " "
              + format(value));
    } else if (minutes && !moment.get().equals(minute(moment.get()))) {
      faults.add(path + ": must be the start of a minute, not " + format(value));
      return Optional.empty();
    }
    return moment;
  }

  private static Instant minute(Instant moment) {
    return Instant.ofEpochSecond(Math.floorDiv(moment.getEpochSecond(), 60L) * 60);
  }

  private static Optional<Instant> moment(Object value) {
    if (value instanceof Number number) {
      double seconds = number.doubleValue();
      return seconds >= FIRST && seconds < LAST
          ? Optional.of(Instant.ofEpochMilli(Math.round(seconds * 1000)))
          : Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(String.valueOf(value)).toInstant())
          .filter(at -> at.getEpochSecond() >= FIRST && at.getEpochSecond() < LAST);
    } catch (DateTimeException notATime) {
      return Optional.empty();
    }
  }

  private OptionalDouble value(String path, Object value) {
    double number = value instanceof Number given ? given.doubleValue() : Double.NaN;
    if (number >= 0 && Double.isFinite(number)) {
      return OptionalDouble.of(number);
    }
    faults.add(path + ": must be a number of 0 or more, not " + format(value));
    return OptionalDouble.empty();
  }

  /** A value as it was written, cut after 60 characters. */
  static String format(Object value) {
    String shown = value instanceof String text ? '"' + text + '"' : String.valueOf(value);
    if (value instanceof Double number && Double.isFinite(number)) {
      shown = BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
    return shown.length() > 60 ? shown.substring(0, 60) + "…" : shown;
  }
}
