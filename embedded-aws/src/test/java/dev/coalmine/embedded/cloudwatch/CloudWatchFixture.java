package dev.coalmine.embedded.cloudwatch;

import dev.coalmine.embedded.cloudwatch.alarm.AlarmStateValue;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import dev.coalmine.embedded.json.JsonView;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A CloudWatch on a clock that tests advance. */
public final class CloudWatchFixture {
  static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

  private Instant now = START;
  final MetricStore store = new MetricStore();
  public final CloudWatchService service =
      new CloudWatchService(store, () -> now, "us-east-1", "000000000000");

  Instant now() {
    return now;
  }

  /** Advances the clock and evaluates the alarms. */
  void advance(String duration) {
    now = now.plus(Duration.parse(duration));
    service.advance(now);
  }

  public Map<String, Object> call(String operation, Object... fields) {
    return service.call(operation, map(fields));
  }

  /** An alarm on the sum of My/Errors over 0.5 in 1 of 1 minutes, with these changes. */
  public void alarm(String name, Object... changes) {
    Map<String, Object> input =
        map(
            "AlarmName",
            name,
            "Namespace",
            "My",
            "MetricName",
            "Errors",
            "Statistic",
            "Sum",
            "Period",
            60,
            "EvaluationPeriods",
            1,
            "Threshold",
            0.5,
            "ComparisonOperator",
            "GreaterThanThreshold");
    input.putAll(map(changes));
    input.values().removeIf(""::equals);
    service.call("PutMetricAlarm", input);
  }

  void put(double value) {
    call(
        "PutMetricData",
        "Namespace",
        "My",
        "MetricData",
        List.of(map("MetricName", "Errors", "Value", value)));
  }

  AlarmStateValue state(String name) {
    return service.stateOf(name).orElseThrow();
  }

  Map<String, Object> described(String name) {
    Map<String, Object> output =
        call(
            "DescribeAlarms",
            "AlarmNames",
            List.of(name),
            "AlarmTypes",
            List.of("MetricAlarm", "CompositeAlarm"));
    List<Map<String, Object>> found = list(output, "MetricAlarms");
    return found.isEmpty() ? list(output, "CompositeAlarms").get(0) : found.get(0);
  }

  List<String> history(String name, String type) {
    return list(
            call(
                "DescribeAlarmHistory",
                "AlarmName",
                name,
                "HistoryItemType",
                type,
                "AlarmTypes",
                List.of("MetricAlarm", "CompositeAlarm"),
                "ScanBy",
                "TimestampAscending"),
            "AlarmHistoryItems")
        .stream()
        .map(
            item ->
                item.get("Timestamp").toString().substring(11, 19)
                    + " "
                    + item.get("HistorySummary"))
        .toList();
  }

  static Map<String, Object> map(Object... fields) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      map.put((String) fields[i], fields[i + 1]);
    }
    return map;
  }

  static List<Map<String, Object>> list(Map<String, Object> output, String name) {
    return new JsonView(output).get(name).items().stream().map(JsonView::object).toList();
  }

  void composite(String name, String rule) {
    call("PutCompositeAlarm", "AlarmName", name, "AlarmRule", rule);
  }
}
