package dev.coalmine.cli.rehearsal;

import dev.coalmine.embedded.cloudwatch.CloudWatchService;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The alarms that the embedded CloudWatch can play.
 *
 * @param alarms those that it can, in the order in which they were given
 * @param leftOut the others by name, each with CloudWatch's words for why not
 */
public record PlayableAlarms(List<Map<String, Object>> alarms, Map<String, String> leftOut) {
  /**
   * Tries alarms.
   *
   * @param alarms as DescribeAlarms tells them
   */
  public static PlayableAlarms of(List<Map<String, Object>> alarms) {
    var cloudWatch =
        new CloudWatchService(new MetricStore(), () -> Instant.EPOCH, Arns.REGION, Arns.ACCOUNT);
    Map<String, String> refused =
        create(alarms.stream().map(WorldFile::alarmInput).toList(), cloudWatch);
    return new PlayableAlarms(
        alarms.stream().filter(alarm -> !refused.containsKey(name(alarm))).toList(), refused);
  }

  /**
   * Creates alarms. Composite ones name others, which may come later in the list.
   *
   * @param inputs of PutMetricAlarm, and of PutCompositeAlarm where there is a rule
   * @return why alarms were refused, by their names
   */
  static Map<String, String> create(
      List<Map<String, Object>> inputs, CloudWatchService cloudWatch) {
    List<Map<String, Object>> waiting = inputs;
    Map<String, String> refused = new LinkedHashMap<>();
    int before;
    do {
      before = waiting.size();
      refused.clear();
      List<Map<String, Object>> again = new ArrayList<>();
      for (Map<String, Object> input : waiting) {
        try {
          cloudWatch.call(
              input.containsKey("AlarmRule") ? "PutCompositeAlarm" : "PutMetricAlarm", input);
        } catch (AwsError error) {
          refused.put(name(input), error.getMessage());
          again.add(input);
        }
      }
      waiting = again;
    } while (!waiting.isEmpty() && waiting.size() < before);
    return refused;
  }

  private static String name(Map<String, Object> alarm) {
    return String.valueOf(alarm.get("AlarmName"));
  }
}
