package dev.coalmine.local.aws;

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
 * All alarms, and what makes them change: evaluation of the metric ones minute by minute, and of
 * the composite ones when a child changes. Guarded by whoever keeps it; changes are collected, and
 * told to others only once no lock is held.
 */
final class AlarmBook {
  private static final int FAST = 10; // seconds between evaluations of alarms under a minute
  private static final int MINUTE = 60;

  private final Map<String, Alarm> alarms = new TreeMap<>();
  private final AlarmHistory history = new AlarmHistory();
  private final List<AlarmStateChange> changes = new ArrayList<>();
  private final MetricStore store;
  private long evaluatedUntil;

  AlarmBook(MetricStore store, Instant now) {
    this.store = store;
    this.evaluatedUntil = now.getEpochSecond();
  }

  Collection<Alarm> all() {
    return alarms.values();
  }

  Optional<Alarm> named(String name) {
    return Optional.ofNullable(alarms.get(name));
  }

  AlarmHistory history() {
    return history;
  }

  /** The changes since the last call. */
  List<AlarmStateChange> takeChanges() {
    List<AlarmStateChange> taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }

  /** Makes an alarm, or gives an existing one a new configuration and leaves its state. */
  void put(String arn, CloudWatchTree input, Instant now) {
    Alarm alarm = alarms.get(input.text("AlarmName"));
    if (alarm == null) {
      alarm = new Alarm(arn, input, now);
      alarms.put(alarm.name(), alarm);
      history.configured(alarm, "Create", now);
    } else {
      alarm.configure(input, now);
      history.configured(alarm, "Update", now);
    }
    if (alarm.isComposite()) {
      recheck(alarm, alarm, now);
    }
  }

  void delete(Collection<Alarm> doomed, Instant now) {
    for (Alarm alarm : doomed) {
      alarms.remove(alarm.name());
      history.configured(alarm, "Delete", now);
    }
  }

  /** The composite alarms whose rules name this alarm. */
  List<Alarm> parents(String child) {
    return alarms.values().stream().filter(alarm -> children(alarm).contains(child)).toList();
  }

  /** The alarms that a composite alarm's rule names. */
  static List<String> children(Alarm alarm) {
    return alarm.rule().map(AlarmRule::children).orElse(List.of());
  }

  /** All alarms that an alarm depends on, itself included. */
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
   * Sets a state by hand. CloudWatch says that metric alarms return to their actual state quickly,
   * "often within seconds", and promises no time; here they keep the state for one whole interval
   * between evaluations, so that a reader who looks once a minute sees it. Composite alarms keep it
   * until a child changes (SetAlarmState API reference).
   */
  void force(Alarm alarm, AlarmStatus to, String reason, String data, Instant now) {
    alarm.quietUntil(now.plus(Duration.ofSeconds(interval(alarm))));
    change(alarm, alarm.state().set(to, reason, data, now));
  }

  /** Evaluates at each boundary since the last call, as if it had been called on each. */
  void advance(Instant now) {
    int step = alarms.values().stream().anyMatch(a -> interval(a) == FAST) ? FAST : MINUTE;
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
    return alarm.metric().map(metric -> metric.period() < MINUTE ? FAST : MINUTE).orElse(MINUTE);
  }

  /** How often alarms are evaluated at the most, in seconds; nothing while there are none. */
  OptionalInt interval() {
    return alarms.values().stream()
        .filter(alarm -> !alarm.isComposite())
        .mapToInt(AlarmBook::interval)
        .min();
  }

  private void evaluateAll(Instant at) {
    for (Alarm alarm : alarms.values()) {
      boolean due = at.getEpochSecond() % interval(alarm) == 0;
      if (due && alarm.metric().isPresent() && at.isAfter(alarm.quietUntil())) {
        evaluate(alarm, AlarmWindow.of(alarm.metric().orElseThrow(), store, at));
      }
    }
  }

  private void evaluate(Alarm alarm, AlarmWindow window) {
    AlarmStatus before = alarm.state().value();
    AlarmStatus after = window.decide(before);
    if (after != before) {
      String reason = AlarmReason.text(window, before, after);
      change(alarm, alarm.state().set(after, reason, AlarmReason.data(window), window.at()));
    }
  }

  private void change(Alarm alarm, AlarmState after) {
    AlarmState before = alarm.state();
    alarm.state(after);
    if (before.value() == after.value()) {
      return;
    }
    history.changed(alarm, before, after);
    changes.add(new AlarmStateChange(alarm.name(), alarm.arn(), before, after, alarm.config()));
    parents(alarm.name()).forEach(parent -> recheck(parent, alarm, after.updated()));
  }

  private void recheck(Alarm composite, Alarm cause, Instant now) {
    boolean holds =
        composite.rule().orElseThrow().holds(child -> alarms.get(child).state().value());
    AlarmStatus after = holds ? AlarmStatus.ALARM : AlarmStatus.OK;
    if (after != composite.state().value()) {
      Alarm told = cause == composite ? anyChild(composite) : cause;
      String reason = AlarmReason.child(told.arn(), told.state());
      String data = AlarmReason.childData(told.arn(), told.state());
      change(composite, composite.state().set(after, reason, data, now));
    }
  }

  private Alarm anyChild(Alarm composite) {
    return children(composite).stream().findFirst().map(alarms::get).orElse(composite);
  }
}
