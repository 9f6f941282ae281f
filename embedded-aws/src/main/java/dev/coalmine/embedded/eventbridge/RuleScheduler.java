package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.clock.Scheduler;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Fires the scheduled rules. */
final class RuleScheduler {
  private final Map<String, Integer> plans = new HashMap<>();
  private final EventBusStore book;
  private final Scheduler scheduler;
  private final Consumer<EventRule> fired;

  RuleScheduler(EventBusStore book, Scheduler scheduler, Consumer<EventRule> fired) {
    this.book = book;
    this.scheduler = scheduler;
    this.fired = fired;
  }

  /** A rule has come or changed; what was planned for it is void. */
  void schedule(EventRule rule, Instant now) {
    schedule(rule, now, newPlan(rule));
  }

  private synchronized int newPlan(EventRule rule) {
    return plans.merge(rule.arn(), 1, Integer::sum);
  }

  private synchronized boolean isCurrent(EventRule rule, int plan) {
    return plans.get(rule.arn()) == plan;
  }

  private void schedule(EventRule rule, Instant from, int plan) {
    if (rule.enabled() && rule.schedule().isPresent()) {
      Optional<Instant> next = rule.schedule().get().after(from);
      next.ifPresent(moment -> scheduler.runAt(moment, () -> fire(rule, moment, plan)));
    }
  }

  private void fire(EventRule planned, Instant moment, int plan) {
    if (isCurrent(planned, plan)) {
      book.find(planned.bus(), planned.name())
          .ifPresent(
              rule -> { // its targets may have changed meanwhile
                fired.accept(rule);
                schedule(rule, moment, plan);
              });
    }
  }
}
