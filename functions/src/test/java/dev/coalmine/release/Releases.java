package dev.coalmine.release;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Releases to test with: version 8 of orders:live, which serves 7, from noon on. */
final class Releases {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  static final Snapshot BEFORE = new Snapshot(AliasRouting.all("7"), "ours since 2019", "r1");
  static final String MARK = "coalmine arn:run";
  static final Part ORDERS =
      Part.of(new AliasTarget("orders", "live", "8"), BEFORE, Meter.OF_VERSIONS);

  private Releases() {}

  static Instant minute(int minute) {
    return NOON.plusSeconds(60L * minute);
  }

  /** Prepared with steps of five minutes, polled every two, given twenty minutes in all. */
  static Release prepared(
      Inconclusive whenInconclusive, List<WatchedAlarm> alarms, int... weights) {
    return prepared(whenInconclusive, alarms, List.of(ORDERS), weights);
  }

  /** A person must allow these weights, within a day. */
  static Approval approved(Integer... weights) {
    return new Approval(List.of(weights), Duration.ofDays(1));
  }

  /** The same where a person must allow something. */
  static Release prepared(
      Inconclusive whenInconclusive, List<WatchedAlarm> alarms, Approval approval, int... weights) {
    return prepared(
        terms(whenInconclusive, Hooks.NONE, approval), alarms, List.of(ORDERS), weights);
  }

  /** The same with hooks. */
  static Release hooked(Hooks hooks, Approval approval, int... weights) {
    return prepared(
        terms(Inconclusive.ROLL_BACK, hooks, approval), List.of(), List.of(ORDERS), weights);
  }

  private static Terms terms(Inconclusive whenInconclusive, Hooks hooks, Approval approval) {
    return new Terms(
        Duration.ofMinutes(2),
        Duration.ofMinutes(20),
        whenInconclusive,
        Duration.ofMinutes(3),
        hooks,
        approval,
        IfBusy.REFUSE);
  }

  /** The same of several targets. */
  static Release prepared(
      Inconclusive whenInconclusive, List<WatchedAlarm> alarms, List<Part> parts, int... weights) {
    return prepared(terms(whenInconclusive, Hooks.NONE, approved()), alarms, parts, weights);
  }

  private static Release prepared(
      Terms terms, List<WatchedAlarm> alarms, List<Part> parts, int... weights) {
    List<Step> steps =
        Arrays.stream(weights)
            .mapToObj(weight -> new Step(new Weight(weight), Duration.ofMinutes(5)))
            .toList();
    return Release.prepared(
        new Release.Identity("orders-8", "arn:run", NOON),
        new Request(
            Optional.empty(),
            parts.stream().map(Part::target).toList(),
            new Plan("steps", steps),
            terms,
            MetricScope.OFF,
            List.of()),
        parts,
        alarms,
        Weight.NONE,
        NOON);
  }

  static Release prepared(int... weights) {
    return prepared(Inconclusive.ROLL_BACK, List.of(), weights);
  }

  static Snapshot found(Routing routing) {
    return new Snapshot(routing, routing.isSplit() ? MARK : BEFORE.description(), "r2");
  }

  static Snapshot at(int weight) {
    return found(AliasRouting.all("7").with("8", new Weight(weight)));
  }
}
