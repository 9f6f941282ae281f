package dev.coalmine.cli.rehearsal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Alarms of rehearsals, as inputs of PutMetricAlarm: half of the requests fail, in two minutes of
 * three. The average of an error metric is the error rate; without requests there is no data.
 */
final class SampleAlarms {
  private SampleAlarms() {}

  /** On the errors of a version behind an alias. */
  static Map<String, Object> onVersion(String name, String function, String alias, String version) {
    return alarm(
        name,
        "Half of the canary's requests fail, in two minutes of three.",
        "AWS/Lambda",
        "Errors",
        List.of(
            dimension("FunctionName", function),
            dimension("Resource", function + ":" + alias),
            dimension("ExecutedVersion", version)));
  }

  /** On the answers of a stage, in which its canary's are counted as well. */
  static Map<String, Object> onStage(String name, String api, String stage) {
    return alarm(
        name,
        "Half of the stage's requests fail, in two minutes of three.",
        "AWS/ApiGateway",
        "5XXError",
        List.of(dimension("ApiName", api), dimension("Stage", stage)));
  }

  private static Map<String, String> dimension(String name, String value) {
    return Map.of("Name", name, "Value", value);
  }

  private static Map<String, Object> alarm(
      String name,
      String description,
      String namespace,
      String metric,
      List<Map<String, String>> dimensions) {
    Map<String, Object> input = new LinkedHashMap<>();
    input.put("AlarmName", name);
    input.put("AlarmDescription", description);
    input.put("Namespace", namespace);
    input.put("MetricName", metric);
    input.put("Dimensions", dimensions);
    input.put("Statistic", "Average");
    input.put("Period", 60);
    input.put("EvaluationPeriods", 3);
    input.put("DatapointsToAlarm", 2);
    input.put("Threshold", 0.5);
    input.put("ComparisonOperator", "GreaterThanThreshold");
    input.put("TreatMissingData", "missing");
    return input;
  }
}
