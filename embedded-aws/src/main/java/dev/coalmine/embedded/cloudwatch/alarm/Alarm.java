package dev.coalmine.embedded.cloudwatch.alarm;

import dev.coalmine.embedded.cloudwatch.wire.CloudWatchParameters;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One alarm with its configuration and state. Its owner guards it. */
public final class Alarm {
  private final String name;
  private final String arn;
  private Map<String, Object> config;
  private Optional<AlarmDefinition> metric;
  private Optional<AlarmRule> rule;
  private Instant configured;
  private AlarmState state;
  private Instant pausedUntil;

  Alarm(String arn, CloudWatchParameters input, Instant now) {
    this.name = input.text("AlarmName");
    this.arn = arn;
    this.state = AlarmState.initial(now);
    this.pausedUntil = now;
    configure(input, now);
  }

  /** An alarm as it was saved. */
  static Alarm of(SavedAlarms.SavedAlarm saved) {
    Alarm alarm =
        new Alarm(saved.arn(), new CloudWatchParameters(saved.config()), saved.configured());
    alarm.state = saved.state();
    alarm.pausedUntil = saved.pausedUntil();
    return alarm;
  }

  /** All of it, as it is now. */
  SavedAlarms.SavedAlarm save() {
    return new SavedAlarms.SavedAlarm(arn, config, configured, state, pausedUntil);
  }

  /** Replaces the whole configuration. The state stays (PutMetricAlarm API reference). */
  void configure(CloudWatchParameters input, Instant now) {
    boolean composite = input.has("AlarmRule");
    this.metric = composite ? Optional.empty() : Optional.of(AlarmDefinition.of(input));
    this.rule = composite ? Optional.of(new AlarmRule(input.text("AlarmRule"))) : Optional.empty();
    this.config = new LinkedHashMap<>(input.fields());
    config.remove("Tags");
    config.putIfAbsent("ActionsEnabled", true);
    for (String list : List.of("OKActions", "AlarmActions", "InsufficientDataActions")) {
      config.putIfAbsent(list, List.of());
    }
    if (!composite && !config.containsKey("Metrics")) {
      config.putIfAbsent("Dimensions", List.of());
    }
    this.configured = now;
  }

  String name() {
    return name;
  }

  String arn() {
    return arn;
  }

  Map<String, Object> config() {
    return config;
  }

  boolean isComposite() {
    return rule.isPresent();
  }

  /** The definition of a metric alarm; empty for a composite one. */
  Optional<AlarmDefinition> metric() {
    return metric;
  }

  /** The rule of a composite alarm; empty for a metric one. */
  Optional<AlarmRule> rule() {
    return rule;
  }

  public AlarmState state() {
    return state;
  }

  void state(AlarmState now) {
    this.state = now;
  }

  /** Evaluations up to this moment do not change the alarm. */
  Instant pausedUntil() {
    return pausedUntil;
  }

  void pausedUntil(Instant moment) {
    this.pausedUntil = moment;
  }

  /** The alarm as DescribeAlarms returns it. */
  Map<String, Object> describe() {
    Map<String, Object> tree = new LinkedHashMap<>(config);
    tree.put("AlarmArn", arn);
    tree.put("AlarmConfigurationUpdatedTimestamp", configured);
    tree.put("StateValue", state.value().name());
    tree.put("StateReason", state.reason());
    if (!state.reasonData().isEmpty()) {
      tree.put("StateReasonData", state.reasonData());
    }
    tree.put("StateUpdatedTimestamp", state.updated());
    tree.put("StateTransitionedTimestamp", state.transitioned());
    return tree;
  }

  /** The alarm as DescribeAlarms returns it as another alarm's child or parent. */
  Map<String, Object> summarize() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("AlarmName", name);
    tree.put("AlarmArn", arn);
    tree.put("StateValue", state.value().name());
    tree.put("StateUpdatedTimestamp", state.updated());
    return tree;
  }
}
