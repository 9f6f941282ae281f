package dev.coalmine.local.aws;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Fires the scheduled rules. */
final class EventTimer {
  private final Map<String, Integer> plans = new HashMap<>();
  private final EventBook book;
  private final Later later;
  private final Consumer<EventRule> fired;

  EventTimer(EventBook book, Later later, Consumer<EventRule> fired) {
    this.book = book;
    this.later = later;
    this.fired = fired;
  }

  /** A rule has come or changed; what was planned for it is void. */
  void plan(EventRule rule, Instant now) {
    plan(rule, now, newPlan(rule));
  }

  private synchronized int newPlan(EventRule rule) {
    return plans.merge(rule.arn(), 1, Integer::sum);
  }

  private synchronized boolean isCurrent(EventRule rule, int plan) {
    return plans.get(rule.arn()) == plan;
  }

  private void plan(EventRule rule, Instant from, int plan) {
    if (rule.enabled() && rule.schedule().isPresent()) {
      Optional<Instant> next = rule.schedule().get().after(from);
      next.ifPresent(moment -> later.at(moment, () -> fire(rule, moment, plan)));
    }
  }

  private void fire(EventRule planned, Instant moment, int plan) {
    if (isCurrent(planned, plan)) {
      book.find(planned.bus(), planned.name())
          .ifPresent(
              rule -> { // its targets may have changed meanwhile
                fired.accept(rule);
                plan(rule, moment, plan);
              });
    }
  }
}
