package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.clock.Scheduler;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Fires the scheduled rules. */
final class RuleScheduler {
  private final Map<String, Integer> generations = new HashMap<>();
  private final EventBusStore store;
  private final Scheduler scheduler;
  private final Consumer<EventRule> onFire;

  RuleScheduler(EventBusStore store, Scheduler scheduler, Consumer<EventRule> onFire) {
    this.store = store;
    this.scheduler = scheduler;
    this.onFire = onFire;
  }

  /** Schedules a created or changed rule. This cancels its earlier schedule. */
  void schedule(EventRule rule, Instant now) {
    schedule(rule, now, nextGeneration(rule));
  }

  private synchronized int nextGeneration(EventRule rule) {
    return generations.merge(rule.arn(), 1, Integer::sum);
  }

  private synchronized boolean isCurrent(EventRule rule, int generation) {
    return generations.get(rule.arn()) == generation;
  }

  private void schedule(EventRule rule, Instant from, int generation) {
    if (rule.enabled() && rule.schedule().isPresent()) {
      Optional<Instant> next = rule.schedule().get().after(from);
      next.ifPresent(moment -> scheduler.runAt(moment, () -> fire(rule, moment, generation)));
    }
  }

  private void fire(EventRule scheduled, Instant moment, int generation) {
    if (isCurrent(scheduled, generation)) {
      store
          .find(scheduled.bus(), scheduled.name())
          .ifPresent(
              rule -> { // re-read, as its targets may have changed
                onFire.accept(rule);
                schedule(rule, moment, generation);
              });
    }
  }
}
