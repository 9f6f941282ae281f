package dev.coalmine.embedded.cloudwatch.alarm;

import dev.coalmine.embedded.cloudwatch.wire.CloudWatchErrors;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchPages;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchParameters;
import dev.coalmine.embedded.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** CloudWatch's operations on alarms. Inputs and outputs are trees by the API's member names. */
public final class AlarmOperations {
  private static final int PAGE = 50;

  private final AlarmStore store;
  private final String arnPrefix;

  /**
   * The operations on a store.
   *
   * @param arnPrefix the alarms' ARN up to the name
   */
  public AlarmOperations(AlarmStore store, String arnPrefix) {
    this.store = store;
    this.arnPrefix = arnPrefix;
  }

  /**
   * PutMetricAlarm.
   *
   * @throws AwsError ValidationError if a composite alarm has the name, or the alarm is invalid
   */
  public Map<String, Object> putMetricAlarm(CloudWatchParameters input, Instant now) {
    refuseOtherKind(input, false);
    store.put(arnPrefix + input.text("AlarmName"), input, now);
    return Map.of();
  }

  /**
   * A rule may name only existing alarms. AWS lets composite alarms depend on each other in a
   * circle, which then cannot be deleted; here that is refused.
   */
  public Map<String, Object> putCompositeAlarm(CloudWatchParameters input, Instant now) {
    refuseOtherKind(input, true);
    String name = input.text("AlarmName");
    List<String> children = new AlarmRule(input.text("AlarmRule")).children();
    List<String> unknown = children.stream().filter(child -> store.named(child).isEmpty()).toList();
    if (!unknown.isEmpty() && !unknown.equals(List.of(name))) {
      throw CloudWatchErrors.validation(
          "Could not save the composite alarm as alarms "
              + unknown
              + " in the alarm rule do not exist");
    }
    if (store.dependencies(children).contains(name)) {
      throw CloudWatchErrors.validation(
          "Could not save the composite alarm " + name + " as it would depend on itself");
    }
    store.put(arnPrefix + name, input, now);
    return Map.of();
  }

  private void refuseOtherKind(CloudWatchParameters input, boolean composite) {
    String name = input.text("AlarmName");
    if (store.named(name).filter(alarm -> alarm.isComposite() != composite).isPresent()) {
      throw CloudWatchErrors.validation("An alarm of another type already has the name " + name);
    }
  }

  /** DescribeAlarms, of alarms or of the children or parents of one alarm. */
  public Map<String, Object> describeAlarms(CloudWatchParameters input) {
    for (String relatives : List.of("ChildrenOfAlarmName", "ParentsOfAlarmName")) {
      if (input.has(relatives)) {
        return describeRelatives(input, input.text(relatives), relatives.startsWith("Children"));
      }
    }
    if (input.has("AlarmNames") && input.has("AlarmNamePrefix")) {
      throw CloudWatchErrors.validation(
          "Only one of the parameters AlarmNames and AlarmNamePrefix can be specified.");
    }
    return described(input, store.all().stream().filter(filterOf(input)).toList(), false);
  }

  /** Selects metric alarms only, unless composite ones are requested. Unknown names are ignored. */
  private static Predicate<Alarm> filterOf(CloudWatchParameters input) {
    List<String> types =
        input.has("AlarmTypes") ? input.texts("AlarmTypes") : List.of("MetricAlarm");
    Set<String> names = new LinkedHashSet<>(input.texts("AlarmNames"));
    return alarm ->
        types.contains(alarm.isComposite() ? "CompositeAlarm" : "MetricAlarm")
            && (!input.has("AlarmNames") || names.contains(alarm.name()))
            && alarm.name().startsWith(input.text("AlarmNamePrefix"))
            && (!input.has("StateValue")
                || input.text("StateValue").equals(alarm.state().value().name()))
            && (!input.has("ActionPrefix") || hasAction(alarm, input.text("ActionPrefix")));
  }

  private static boolean hasAction(Alarm alarm, String prefix) {
    CloudWatchParameters config = new CloudWatchParameters(alarm.config());
    return List.of("AlarmActions", "OKActions", "InsufficientDataActions").stream()
        .flatMap(list -> config.texts(list).stream())
        .anyMatch(action -> action.startsWith(prefix));
  }

  private Map<String, Object> describeRelatives(
      CloudWatchParameters input, String name, boolean children) {
    Alarm alarm = existing(name);
    List<Alarm> relatives =
        children
            ? AlarmStore.children(alarm).stream().map(this::existing).toList()
            : store.parents(name);
    return described(input, relatives, true);
  }

  private static Map<String, Object> described(
      CloudWatchParameters input, List<Alarm> alarms, boolean briefly) {
    Map<String, Object> output = new LinkedHashMap<>();
    List<Object> composite = new ArrayList<>();
    List<Object> metric = new ArrayList<>();
    for (Alarm alarm :
        CloudWatchPages.page(alarms, input, input.integer("MaxRecords", PAGE), output)) {
      (alarm.isComposite() ? composite : metric)
          .add(briefly ? alarm.summarize() : alarm.describe());
    }
    output.put("CompositeAlarms", composite);
    output.put("MetricAlarms", metric);
    return output;
  }

  public Map<String, Object> describeAlarmHistory(CloudWatchParameters input) {
    return store.history().describe(input);
  }

  /**
   * SetAlarmState.
   *
   * @throws AwsError ResourceNotFound if there is no such alarm, InvalidFormat if StateReasonData
   *     is not JSON
   */
  public Map<String, Object> setAlarmState(CloudWatchParameters input, Instant now) {
    Alarm alarm = existing(input.text("AlarmName"));
    refuseMalformed(input.text("StateReasonData"));
    store.setState(
        alarm,
        AlarmStateValue.valueOf(input.text("StateValue")),
        input.text("StateReason"),
        input.text("StateReasonData"),
        now);
    return Map.of();
  }

  private static void refuseMalformed(String reasonData) {
    try {
      if (!reasonData.isEmpty()) {
        Json.validate(reasonData);
      }
    } catch (IllegalArgumentException e) {
      throw CloudWatchErrors.format("StateReasonData is " + e.getMessage());
    }
  }

  /**
   * Deletes all or none (DeleteAlarms API reference), and none that a composite alarm depends on.
   */
  public Map<String, Object> deleteAlarms(CloudWatchParameters input, Instant now) {
    List<String> names = input.texts("AlarmNames");
    Collection<Alarm> deleted = names.stream().distinct().map(this::existing).toList();
    for (String name : names) {
      for (Alarm parent : store.parents(name)) {
        throw CloudWatchErrors.validation(
            "Cannot delete "
                + name
                + " as there are composite alarm(s) depending on it: "
                + parent.name());
      }
    }
    if (deleted.size() > 1 && deleted.stream().filter(Alarm::isComposite).count() > 1) {
      throw CloudWatchErrors.validation("At most one composite alarm can be deleted in a call");
    }
    store.delete(deleted, now);
    return Map.of();
  }

  /** EnableAlarmActions and DisableAlarmActions. Unknown names are ignored. */
  public Map<String, Object> enableActions(CloudWatchParameters input, boolean enabled) {
    for (String name : input.texts("AlarmNames")) {
      store.named(name).ifPresent(alarm -> alarm.config().put("ActionsEnabled", enabled));
    }
    return Map.of();
  }

  private Alarm existing(String name) {
    return store.named(name).orElseThrow(() -> CloudWatchErrors.notFound("Unknown alarm " + name));
  }
}
