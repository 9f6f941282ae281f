package dev.coalmine.embedded.cloudwatch.alarm;

import dev.coalmine.embedded.cloudwatch.alarm.SavedAlarms.AlarmHistoryItem;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchPages;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchParameters;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The history of alarms for DescribeAlarmHistory. It outlives the alarms. */
final class AlarmHistory {
  private static final int MAX_ITEMS = 10_000; // of all alarms; the oldest tenth is dropped then

  private final List<AlarmHistoryItem> items = new ArrayList<>();

  List<AlarmHistoryItem> save() {
    return List.copyOf(items);
  }

  void restore(List<AlarmHistoryItem> saved) {
    items.addAll(0, saved);
  }

  void recordStateChange(Alarm alarm, AlarmState before, AlarmState after) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("version", "1.0");
    data.put("oldState", state(before));
    data.put("newState", state(after));
    add(
        alarm,
        "StateUpdate",
        after.updated(),
        "Alarm updated from " + before.value() + " to " + after.value(),
        data);
  }

  /** Records a change of configuration: Create, Update or Delete. */
  void recordConfiguration(Alarm alarm, String kind, Instant at) {
    String pastTense = kind.toLowerCase(Locale.ROOT) + "d";
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("version", "1.0");
    data.put("type", kind);
    data.put(pastTense + "Alarm", new JsonView(alarm.config()).lowerNames(Set.of()));
    add(alarm, "ConfigurationUpdate", at, "Alarm \"" + alarm.name() + "\" " + pastTense, data);
  }

  private void add(Alarm alarm, String type, Instant at, String summary, Map<String, Object> data) {
    items.add(new AlarmHistoryItem(alarm.name(), alarm.isComposite(), type, at, summary, data));
    if (items.size() > MAX_ITEMS) {
      items.subList(0, MAX_ITEMS / 10).clear();
    }
  }

  private static Map<String, Object> state(AlarmState state) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("stateValue", state.value().name());
    tree.put("stateReason", state.reason());
    if (!state.reasonData().isEmpty()) {
      tree.put("stateReasonData", Json.parse(state.reasonData()));
    }
    return tree;
  }

  /** DescribeAlarmHistory. The defaults are newest first and metric alarms only. */
  Map<String, Object> describe(CloudWatchParameters input) {
    List<AlarmHistoryItem> found =
        new ArrayList<>(items.stream().filter(each -> isRequested(input, each)).toList());
    if (!input.text("ScanBy").equals("TimestampAscending")) {
      Collections.reverse(found);
    }
    Map<String, Object> output = new LinkedHashMap<>();
    List<AlarmHistoryItem> page =
        CloudWatchPages.page(found, input, input.integer("MaxRecords", 100), output);
    output.put("AlarmHistoryItems", page.stream().map(AlarmHistory::described).toList());
    return output;
  }

  private static boolean isRequested(CloudWatchParameters input, AlarmHistoryItem item) {
    List<String> types =
        input.has("AlarmTypes") ? input.texts("AlarmTypes") : List.of("MetricAlarm");
    return types.contains(item.composite() ? "CompositeAlarm" : "MetricAlarm")
        && (!input.has("AlarmName") || input.text("AlarmName").equals(item.alarm()))
        && (!input.has("HistoryItemType") || input.text("HistoryItemType").equals(item.type()))
        && !item.at().isBefore(input.moment("StartDate", Instant.MIN))
        && !item.at().isAfter(input.moment("EndDate", Instant.MAX));
  }

  private static Map<String, Object> described(AlarmHistoryItem item) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("AlarmName", item.alarm());
    tree.put("AlarmType", item.composite() ? "CompositeAlarm" : "MetricAlarm");
    tree.put("Timestamp", item.at());
    tree.put("HistoryItemType", item.type());
    tree.put("HistorySummary", item.summary());
    tree.put("HistoryData", Json.toText(item.data()));
    return tree;
  }
}
