package dev.coalmine.embedded.cloudwatch.alarm;

import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/**
 * All alarms and their evaluation: metric alarms at each boundary, composite alarms when a child
 * changes. The owner guards it. It collects state changes so that the owner can publish them
 * without a lock.
 */
public final class AlarmStore {
  private static final int FAST_SECONDS = 10; // of alarms with periods under a minute
  private static final int MINUTE_SECONDS = 60;

  private final Map<String, Alarm> alarms = new TreeMap<>();
  private final AlarmHistory history = new AlarmHistory();
  private final List<AlarmStateChange> changes = new ArrayList<>();
  private final MetricStore metrics;
  private long evaluatedUntil;

  /** No alarms. Evaluations start at the next boundary after this moment. */
  public AlarmStore(MetricStore metrics, Instant now) {
    this.metrics = metrics;
    this.evaluatedUntil = now.getEpochSecond();
  }

  Collection<Alarm> all() {
    return alarms.values();
  }

  public Optional<Alarm> named(String name) {
    return Optional.ofNullable(alarms.get(name));
  }

  AlarmHistory history() {
    return history;
  }

  /** Returns the changes since the last call. */
  public List<AlarmStateChange> takeChanges() {
    List<AlarmStateChange> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }

  /** All alarms and their history. */
  public SavedAlarms save() {
    return new SavedAlarms(alarms.values().stream().map(Alarm::save).toList(), history.save());
  }

  /** Adds saved alarms, with their states. */
  public void restore(SavedAlarms saved) {
    saved.alarms().stream().map(Alarm::of).forEach(alarm -> alarms.put(alarm.name(), alarm));
    history.restore(saved.history());
  }

  /** Creates an alarm, or replaces the configuration of an existing one and keeps its state. */
  void put(String arn, CloudWatchParameters input, Instant now) {
    Alarm alarm = alarms.get(input.text("AlarmName"));
    if (alarm == null) {
      alarm = new Alarm(arn, input, now);
      alarms.put(alarm.name(), alarm);
      history.recordConfiguration(alarm, "Create", now);
    } else {
      alarm.configure(input, now);
      history.recordConfiguration(alarm, "Update", now);
    }
    if (alarm.isComposite()) {
      recheck(alarm, alarm, now);
    }
  }

  void delete(Collection<Alarm> deleted, Instant now) {
    for (Alarm alarm : deleted) {
      alarms.remove(alarm.name());
      history.recordConfiguration(alarm, "Delete", now);
    }
  }

  /** The composite alarms whose rules name this alarm. */
  List<Alarm> parents(String child) {
    return alarms.values().stream().filter(alarm -> children(alarm).contains(child)).toList();
  }

  /** The alarms in a composite alarm's rule. */
  static List<String> children(Alarm alarm) {
    return alarm.rule().map(AlarmRule::children).orElse(List.of());
  }

  /** All alarms that these alarms depend on, themselves included. */
  Set<String> dependencies(Collection<String> names) {
    Set<String> found = new LinkedHashSet<>();
    for (String name : names) {
      if (found.add(name)) {
        named(name).ifPresent(alarm -> found.addAll(dependencies(children(alarm))));
      }
    }
    return found;
  }

  /**
   * Sets a state manually (SetAlarmState). The API reference says that metric alarms return to
   * their actual state quickly, "often within seconds", without a guarantee. Here they keep the
   * state for one evaluation interval, so that a client that polls once a minute sees it. Composite
   * alarms keep it until a child changes.
   */
  void setState(Alarm alarm, AlarmStateValue to, String reason, String data, Instant now) {
    alarm.pausedUntil(now.plus(Duration.ofSeconds(interval(alarm))));
    change(alarm, alarm.state().with(to, reason, data, now));
  }

  /** Evaluates at each boundary since the last call. */
  public void advance(Instant now) {
    int step =
        alarms.values().stream().anyMatch(a -> interval(a) == FAST_SECONDS)
            ? FAST_SECONDS
            : MINUTE_SECONDS;
    long until = now.getEpochSecond();
    long boundary = Math.floorDiv(evaluatedUntil, step) * step + step;
    if (alarms.values().stream().anyMatch(alarm -> !alarm.isComposite())) {
      for (; boundary <= until; boundary += step) {
        evaluateAll(Instant.ofEpochSecond(boundary));
      }
    }
    evaluatedUntil = Math.max(evaluatedUntil, until);
  }

  private static int interval(Alarm alarm) {
    return alarm
        .metric()
        .map(metric -> metric.period() < MINUTE_SECONDS ? FAST_SECONDS : MINUTE_SECONDS)
        .orElse(MINUTE_SECONDS);
  }

  /** The shortest interval between evaluations, in seconds. Empty without metric alarms. */
  public OptionalInt interval() {
    return alarms.values().stream()
        .filter(alarm -> !alarm.isComposite())
        .mapToInt(AlarmStore::interval)
        .min();
  }

  private void evaluateAll(Instant at) {
    for (Alarm alarm : alarms.values()) {
      boolean due = at.getEpochSecond() % interval(alarm) == 0;
      if (due && alarm.metric().isPresent() && at.isAfter(alarm.pausedUntil())) {
        evaluate(alarm, EvaluationRange.of(alarm.metric().orElseThrow(), metrics, at));
      }
    }
  }

  private void evaluate(Alarm alarm, EvaluationRange range) {
    AlarmStateValue before = alarm.state().value();
    AlarmStateValue after = range.decide(before);
    if (after != before) {
      String reason = AlarmReason.text(range, before, after);
      change(alarm, alarm.state().with(after, reason, AlarmReason.data(range), range.at()));
    }
  }

  private void change(Alarm alarm, AlarmState after) {
    AlarmState before = alarm.state();
    alarm.state(after);
    if (before.value() == after.value()) {
      return;
    }
    history.recordStateChange(alarm, before, after);
    changes.add(new AlarmStateChange(alarm.name(), alarm.arn(), before, after, alarm.config()));
    parents(alarm.name()).forEach(parent -> recheck(parent, alarm, after.updated()));
  }

  private void recheck(Alarm composite, Alarm cause, Instant now) {
    boolean holds =
        composite.rule().orElseThrow().holds(child -> alarms.get(child).state().value());
    AlarmStateValue after = holds ? AlarmStateValue.ALARM : AlarmStateValue.OK;
    if (after != composite.state().value()) {
      Alarm changedChild = cause == composite ? anyChild(composite) : cause;
      String reason = AlarmReason.child(changedChild.arn(), changedChild.state());
      String data = AlarmReason.childData(changedChild.arn(), changedChild.state());
      change(composite, composite.state().with(after, reason, data, now));
    }
  }

  private Alarm anyChild(Alarm composite) {
    return children(composite).stream().findFirst().map(alarms::get).orElse(composite);
  }
}
