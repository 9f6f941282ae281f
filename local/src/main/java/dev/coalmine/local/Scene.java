package dev.coalmine.local;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * The world of a rehearsal: function {@code orders} with versions 7 and 8, alias {@code live} at 7,
 * and alarm {@code orders-errors} on the errors of version 8 as the alias' callers see them.
 */
final class Scene {
  static final String FUNCTION = "orders";
  static final String ALIAS = "live";
  static final String BASELINE = "7";
  static final String CANARY = "8";
  static final String ALARM = "orders-errors";

  private Scene() {}

  /** Makes it. */
  static void in(World world) {
    world.lambda().create(FUNCTION, "orders.Handler", code(0), Map.of());
    for (int version = 1; version <= Integer.parseInt(CANARY); version++) {
      world.lambda().publish(FUNCTION, code(version));
    }
    world.lambda().route(FUNCTION, ALIAS, BASELINE, Map.of());
    world.cloudWatch().call("PutMetricAlarm", alarm());
  }

  private static byte[] code(int version) {
    return ("orders " + version).getBytes(StandardCharsets.UTF_8);
  }

  /** The average of Errors is the error rate; before the canary has callers there is no data. */
  private static Map<String, Object> alarm() {
    return Map.ofEntries(
        Map.entry("AlarmName", ALARM),
        Map.entry(
            "AlarmDescription", "Half of the canary's requests fail, in two minutes of three."),
        Map.entry("Namespace", "AWS/Lambda"),
        Map.entry("MetricName", "Errors"),
        Map.entry(
            "Dimensions",
            List.of(
                Map.of("Name", "FunctionName", "Value", FUNCTION),
                Map.of("Name", "Resource", "Value", FUNCTION + ":" + ALIAS),
                Map.of("Name", "ExecutedVersion", "Value", CANARY))),
        Map.entry("Statistic", "Average"),
        Map.entry("Period", 60),
        Map.entry("EvaluationPeriods", 3),
        Map.entry("DatapointsToAlarm", 2),
        Map.entry("Threshold", 0.5),
        Map.entry("ComparisonOperator", "GreaterThanThreshold"),
        Map.entry("TreatMissingData", "missing"));
  }
}
