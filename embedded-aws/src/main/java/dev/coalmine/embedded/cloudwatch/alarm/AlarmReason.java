package dev.coalmine.embedded.cloudwatch.alarm;

import dev.coalmine.embedded.cloudwatch.metric.MetricQuery;
import dev.coalmine.embedded.json.Json;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes StateReason and StateReasonData in CloudWatch's wording, after recorded responses (2023)
 * and the sample events of its user guide.
 */
final class AlarmReason {
  private static final DateTimeFormatter SHORT = format("dd/MM/yy HH:mm:ss");
  private static final DateTimeFormatter EXACT = format("yyyy-MM-dd'T'HH:mm:ss.SSSxx");
  private static final DateTimeFormatter LONG = format("EEEE dd MMMM, yyyy HH:mm:ss 'UTC'");

  private AlarmReason() {}

  private static DateTimeFormatter format(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  /** The StateReason of a metric alarm's state change. */
  static String text(EvaluationRange range, AlarmStateValue from, AlarmStateValue to) {
    List<Long> evaluated = range.evaluated();
    List<Long> real = evaluated.stream().filter(range.values()::containsKey).toList();
    int missing = evaluated.size() - real.size();
    if (to == AlarmStateValue.INSUFFICIENT_DATA) {
      String were = missing == 1 ? " was" : " were";
      return "Insufficient Data: " + count(missing) + were + " unknown.";
    }
    if (real.isEmpty()) {
      int periods = evaluated.size();
      return "Threshold Crossed: no datapoints were received for "
          + periods
          + (periods == 1 ? " period and " : " periods and ")
          + treated(range, missing)
          + ".";
    }
    List<Long> decisive =
        real.stream().filter(at -> range.breaches(at) == (to == AlarmStateValue.ALARM)).toList();
    return crossed(range, decisive.isEmpty() ? real : decisive, missing, from, to);
  }

  private static String crossed(
      EvaluationRange range,
      List<Long> decisive,
      int missing,
      AlarmStateValue from,
      AlarmStateValue to) {
    AlarmDefinition alarm = range.definition();
    StringBuilder text = new StringBuilder("Threshold Crossed: ");
    text.append(alarm.hasDatapointsToAlarm() ? outOf(range, decisive) : count(decisive.size()));
    text.append(' ').append(values(range, decisive));
    text.append(decisive.size() == 1 ? " was " : " were ");
    text.append(to == AlarmStateValue.ALARM ? "" : "not ").append(alarm.comparison().words());
    text.append(" the threshold (").append(alarm.threshold()).append(')');
    if (missing > 0 && fillsMissing(alarm.evaluation().treatment())) {
      text.append(" and ").append(treated(range, missing));
    }
    if (alarm.hasDatapointsToAlarm()) {
      text.append(minimum(alarm.evaluation(), from, to));
    }
    return text.append('.').toString();
  }

  private static boolean fillsMissing(MissingDataTreatment treatment) {
    return treatment == MissingDataTreatment.breaching
        || treatment == MissingDataTreatment.notBreaching;
  }

  private static String outOf(EvaluationRange range, List<Long> decisive) {
    return decisive.size() + " out of the last " + range.evaluated().size() + " datapoints";
  }

  private static String values(EvaluationRange range, List<Long> periods) {
    return periods.stream()
        .map(at -> range.values().get(at) + " (" + SHORT.format(Instant.ofEpochSecond(at)) + ")")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String minimum(
      AlarmEvaluation evaluation, AlarmStateValue from, AlarmStateValue to) {
    int least =
        to == AlarmStateValue.ALARM
            ? evaluation.datapointsToAlarm()
            : evaluation.periods() - evaluation.datapointsToAlarm() + 1;
    AlarmStateValue before =
        to == AlarmStateValue.ALARM ? AlarmStateValue.OK : AlarmStateValue.ALARM;
    return " (minimum "
        + count(least)
        + " for "
        + (from == AlarmStateValue.INSUFFICIENT_DATA ? before : from)
        + " -> "
        + to
        + " transition)";
  }

  private static String treated(EvaluationRange range, int missing) {
    boolean breaching =
        range.definition().evaluation().treatment() == MissingDataTreatment.breaching;
    return missing
        + (missing == 1 ? " missing datapoint was" : " missing datapoints were")
        + " treated as ["
        + (breaching ? "Breaching" : "NonBreaching")
        + "]";
  }

  private static String count(int points) {
    return points + (points == 1 ? " datapoint" : " datapoints");
  }

  /** The StateReasonData of a metric alarm's state change. */
  static String data(EvaluationRange range) {
    AlarmDefinition alarm = range.definition();
    List<Long> evaluated = range.evaluated();
    List<Long> real = evaluated.stream().filter(range.values()::containsKey).toList();
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("version", "1.0");
    data.put("queryDate", EXACT.format(range.at()));
    if (!real.isEmpty()) {
      data.put("startDate", exact(real.get(real.size() - 1)));
    }
    alarm.stat().ifPresent(stat -> addStatistic(data, stat));
    data.put("period", alarm.period());
    List<Double> recent = new ArrayList<>();
    real.forEach(at -> recent.add(0, range.values().get(at))); // oldest first
    data.put("recentDatapoints", recent);
    data.put("threshold", alarm.threshold());
    data.put("evaluatedDatapoints", evaluated.stream().map(at -> point(range, at)).toList());
    return Json.toText(data);
  }

  private static void addStatistic(Map<String, Object> data, MetricQuery.StatisticQuery stat) {
    if (!stat.unit().isEmpty()) {
      data.put("unit", stat.unit());
    }
    data.put("statistic", stat.statistic().name());
  }

  private static Map<String, Object> point(EvaluationRange range, Long at) {
    Map<String, Object> point = new LinkedHashMap<>();
    point.put("timestamp", exact(at));
    if (range.samples().containsKey(at)) {
      point.put("sampleCount", range.samples().get(at).count());
    }
    if (range.values().containsKey(at)) {
      point.put("value", range.values().get(at));
    }
    return point;
  }

  private static String exact(long epochSecond) {
    return EXACT.format(Instant.ofEpochSecond(epochSecond));
  }

  /** The StateReason of a composite alarm: its changed child. */
  static String child(String arn, AlarmState state) {
    return arn + " transitioned to " + state.value() + " at " + LONG.format(state.transitioned());
  }

  /** The StateReasonData of a composite alarm. */
  static String childData(String arn, AlarmState state) {
    Map<String, Object> value = new LinkedHashMap<>();
    value.put("value", state.value().name());
    value.put("timestamp", EXACT.format(state.transitioned()));
    Map<String, Object> child = new LinkedHashMap<>();
    child.put("arn", arn);
    child.put("state", value);
    return Json.toText(Map.of("triggeringAlarms", List.of(child)));
  }
}
