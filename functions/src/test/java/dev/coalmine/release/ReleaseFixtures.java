package dev.coalmine.release;

import dev.coalmine.request.Approval;
import dev.coalmine.request.BusyAction;
import dev.coalmine.request.Hooks;
import dev.coalmine.request.InconclusiveAction;
import dev.coalmine.request.MetricScope;
import dev.coalmine.request.Plan;
import dev.coalmine.request.PromotionRule;
import dev.coalmine.request.ReleaseSettings;
import dev.coalmine.request.Request;
import dev.coalmine.request.Step;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Provisioning;
import dev.coalmine.target.Routing;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Releases to test with: version 8 of orders:live, which serves 7, from noon on. */
final class ReleaseFixtures {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  static final Snapshot BEFORE = new Snapshot(AliasRouting.allTo("7"), "ours since 2019", "r1");
  static final String MARK = "coalmine arn:run";
  static final TargetProgress ORDERS =
      TargetProgress.of(new AliasTarget("orders", "live", "8"), BEFORE, MetricSource.OF_VERSIONS);

  /** Version 5 of bills:live, which serves 4. */
  static final TargetProgress BILLS =
      TargetProgress.of(
          new AliasTarget("bills", "live", "5"),
          new Snapshot(AliasRouting.allTo("4"), "", "b1"),
          MetricSource.OF_VERSIONS);

  private ReleaseFixtures() {}

  /** Prepared with a weight that follows the evidence, from this one on. */
  static Release paced(InconclusiveAction whenInconclusive, List<TargetProgress> parts, int first) {
    return ReleaseStart.prepared(
        new Release.ReleaseIdentity("orders-8", "arn:run", NOON),
        new Request(
            Optional.empty(),
            parts.stream().map(TargetProgress::target).toList(),
            Plan.PACED,
            terms(whenInconclusive, Hooks.NONE, approved()),
            MetricScope.ALL,
            List.of()),
        parts,
        List.of(),
        new Weight(first),
        NOON);
  }

  static Instant minute(int minute) {
    return NOON.plusSeconds(60L * minute);
  }

  /** Prepared with steps of five minutes, polled every two, given twenty minutes in all. */
  static Release prepared(
      InconclusiveAction whenInconclusive, List<WatchedAlarm> alarms, int... weights) {
    return prepared(whenInconclusive, alarms, List.of(ORDERS), weights);
  }

  /** A person must allow these weights, within a day. */
  static Approval approved(Integer... weights) {
    return new Approval(List.of(weights), Duration.ofDays(1));
  }

  /** The same where a person must allow something. */
  static Release prepared(
      InconclusiveAction whenInconclusive,
      List<WatchedAlarm> alarms,
      Approval approval,
      int... weights) {
    return prepared(
        terms(whenInconclusive, Hooks.NONE, approval), alarms, List.of(ORDERS), weights);
  }

  /** The same with hooks. */
  static Release hooked(Hooks hooks, Approval approval, int... weights) {
    return prepared(
        terms(InconclusiveAction.ROLL_BACK, hooks, approval), List.of(), List.of(ORDERS), weights);
  }

  /** The same with what to do if another release has the target. */
  static Release prepared(BusyAction ifBusy, int... weights) {
    return prepared(
        terms(InconclusiveAction.ROLL_BACK, Hooks.NONE, approved(), ifBusy),
        List.of(),
        List.of(ORDERS),
        weights);
  }

  /** A release whose target serves already what it would bring. */
  static Release served() {
    return ReleaseStart.served(
        new Release.ReleaseIdentity("orders-8", "arn:run", NOON),
        new Request(
            Optional.empty(),
            List.of(ORDERS.target()),
            Plan.PACED,
            terms(InconclusiveAction.ROLL_BACK, Hooks.NONE, approved()),
            MetricScope.ALL,
            List.of()),
        List.of(ORDERS),
        List.of(),
        NOON);
  }

  private static ReleaseSettings terms(
      InconclusiveAction whenInconclusive, Hooks hooks, Approval approval) {
    return terms(whenInconclusive, hooks, approval, BusyAction.REFUSE);
  }

  private static ReleaseSettings terms(
      InconclusiveAction whenInconclusive, Hooks hooks, Approval approval, BusyAction ifBusy) {
    return new ReleaseSettings(
        Duration.ofMinutes(2),
        Duration.ofMinutes(20),
        whenInconclusive,
        Duration.ofMinutes(3),
        hooks,
        approval,
        ifBusy);
  }

  /** The same in a stack that demands this before 100 %. */
  static Release prepared(
      PromotionRule rule,
      InconclusiveAction whenInconclusive,
      List<WatchedAlarm> alarms,
      int... weights) {
    return prepared(
        terms(whenInconclusive, Hooks.NONE, approved()).withPromotion(rule),
        alarms,
        List.of(ORDERS),
        weights);
  }

  /** The same of several targets. */
  static Release prepared(
      InconclusiveAction whenInconclusive,
      List<WatchedAlarm> alarms,
      List<TargetProgress> parts,
      int... weights) {
    return prepared(terms(whenInconclusive, Hooks.NONE, approved()), alarms, parts, weights);
  }

  private static Release prepared(
      ReleaseSettings terms,
      List<WatchedAlarm> alarms,
      List<TargetProgress> parts,
      int... weights) {
    List<Step> steps =
        Arrays.stream(weights)
            .mapToObj(weight -> new Step(new Weight(weight), Duration.ofMinutes(5)))
            .toList();
    return ReleaseStart.prepared(
        new Release.ReleaseIdentity("orders-8", "arn:run", NOON),
        new Request(
            Optional.empty(),
            parts.stream().map(TargetProgress::target).toList(),
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
    return prepared(InconclusiveAction.ROLL_BACK, List.of(), weights);
  }

  static Snapshot found(Routing routing) {
    return new Snapshot(routing, routing.isSplit() ? MARK : BEFORE.description(), "r2");
  }

  /** An alias whose new primary version has no requests: its concurrency has this status. */
  static Snapshot diverted(String version, String serving, String status) {
    Snapshot found = found(AliasRouting.allTo(version).withCanary(serving, Weight.ALL));
    return new Snapshot(
        found.routing(),
        found.description(),
        found.revision(),
        Provisioning.of(status, "out of memory"));
  }

  static Snapshot at(int weight) {
    return found(AliasRouting.allTo("7").withCanary("8", new Weight(weight)));
  }
}
