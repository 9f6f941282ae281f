package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.cloudwatch.alarm.AlarmState;
import dev.coalmine.embedded.cloudwatch.alarm.AlarmStateChange;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchParameters;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Publishes alarm state changes to EventBridge (CloudWatch user guide, "Alarm events"). */
public final class AlarmEvents {
  /** The source of these events. */
  public static final String SOURCE = "aws.cloudwatch";

  /** The detail-type of these events. */
  public static final String DETAIL_TYPE = "CloudWatch Alarm State Change";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxx", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private final EventBridgeService events;

  /** Publishes to this EventBridge. */
  public AlarmEvents(EventBridgeService events) {
    this.events = events;
  }

  /** Publishes a state change, if a rule may match it. */
  public void publish(AlarmStateChange change) {
    if (events.mayMatch(SOURCE, DETAIL_TYPE)) {
      Map<String, Object> detail = new LinkedHashMap<>();
      detail.put("alarmName", change.alarmName());
      detail.put("state", state(change.after()));
      detail.put("previousState", state(change.before()));
      detail.put("configuration", configuration(change));
      events.publishAwsEvent(SOURCE, DETAIL_TYPE, change.at(), List.of(change.alarmArn()), detail);
    }
  }

  private static Map<String, Object> state(AlarmState state) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("value", state.value().name());
    tree.put("reason", state.reason());
    if (!state.reasonData().isEmpty()) {
      tree.put("reasonData", state.reasonData());
    }
    tree.put("timestamp", TIME.format(state.updated()));
    return tree;
  }

  private static Map<String, Object> configuration(AlarmStateChange change) {
    CloudWatchParameters given = new CloudWatchParameters(change.configuration());
    Map<String, Object> tree = new LinkedHashMap<>();
    if (given.has("AlarmDescription")) {
      tree.put("description", given.text("AlarmDescription"));
    }
    if (given.has("AlarmRule")) {
      tree.put("alarmRule", given.text("AlarmRule"));
    } else if (given.has("MetricName")) {
      Map<String, Object> query = new LinkedHashMap<>();
      query.put("id", idOf(change.alarmArn()));
      query.put("metricStat", stat(given, given));
      query.put("returnData", true);
      tree.put("metrics", List.of(query));
    } else {
      tree.put("metrics", given.trees("Metrics").stream().map(AlarmEvents::query).toList());
    }
    return tree;
  }

  /** CloudWatch generates an id for the query of a plain metric alarm. */
  private static String idOf(String arn) {
    return UUID.nameUUIDFromBytes(arn.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static Map<String, Object> query(CloudWatchParameters given) {
    Map<String, Object> query = new LinkedHashMap<>();
    query.put("id", given.text("Id"));
    if (given.has("Expression")) {
      query.put("expression", given.text("Expression"));
    } else {
      CloudWatchParameters metricStat = given.tree("MetricStat");
      query.put("metricStat", stat(metricStat.tree("Metric"), metricStat));
    }
    if (given.has("Label")) {
      query.put("label", given.text("Label"));
    }
    query.put("returnData", given.flag("ReturnData", true));
    return query;
  }

  private static Map<String, Object> stat(CloudWatchParameters metric, CloudWatchParameters stat) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("metric", metric(metric));
    tree.put("period", stat.integer("Period", 60));
    for (String name : List.of("Stat", "Statistic", "ExtendedStatistic")) {
      if (stat.has(name)) {
        tree.put("stat", stat.text(name));
      }
    }
    if (stat.has("Unit")) {
      tree.put("unit", stat.text("Unit"));
    }
    return tree;
  }

  private static Map<String, Object> metric(CloudWatchParameters metric) {
    Map<String, Object> dimensions = new LinkedHashMap<>();
    metric
        .trees("Dimensions")
        .forEach(each -> dimensions.put(each.text("Name"), each.text("Value")));
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("namespace", metric.text("Namespace"));
    tree.put("name", metric.text("MetricName"));
    tree.put("dimensions", dimensions);
    return tree;
  }
}
