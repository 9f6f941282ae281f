package dev.coalmine.cli.trigger;

import dev.coalmine.cli.world.SimulatedAccount;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Functions that are alike, each with a release and an alarm of its own. */
final class AlarmStorm {
  private AlarmStorm() {}

  /** Function {@code fn-N} with versions 1 and 2, its alias, and an alarm that is OK. */
  static void addFunction(SimulatedAccount world, int number) {
    String name = "fn-" + number;
    byte[] code = name.getBytes(StandardCharsets.UTF_8);
    world.lambda().createFunction(name, "Handler", code, Map.of());
    world.lambda().publish(name, code);
    world.lambda().publish(name, (name + " 2").getBytes(StandardCharsets.UTF_8));
    world.lambda().putAlias(name, "live", "1", Map.of());
    world
        .cloudWatch()
        .call(
            "PutMetricAlarm",
            Map.of(
                "AlarmName",
                "trouble-" + number,
                "Namespace",
                "Shop",
                "MetricName",
                "Trouble" + number,
                "Statistic",
                "Sum",
                "Period",
                60,
                "EvaluationPeriods",
                1,
                "Threshold",
                1,
                "ComparisonOperator",
                "GreaterThanThreshold"));
    setState(world, number, "OK");
  }

  /** A release that bakes for an hour, and looks by itself each five minutes. */
  static String request(int number) {
    return """
    {"function": "fn-%d", "plan": {"steps": [{"weight": 10, "bake": "PT1H"}], "poll": "PT5M"},
     "gate": {"metrics": false, "alarms": ["trouble-%d"]}}\
    """
        .formatted(number, number);
  }

  static void fire(SimulatedAccount world, int number) {
    setState(world, number, "ALARM");
  }

  private static void setState(SimulatedAccount world, int number, String value) {
    world
        .cloudWatch()
        .call(
            "SetAlarmState",
            Map.of(
                "AlarmName", "trouble-" + number, "StateValue", value, "StateReason", "by hand"));
  }
}
