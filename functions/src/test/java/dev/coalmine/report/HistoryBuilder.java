package dev.coalmine.report;

import dev.coalmine.release.AlarmState;
import dev.coalmine.release.AnalysisMemory;
import dev.coalmine.release.AnalysisResult;
import dev.coalmine.release.Approvals;
import dev.coalmine.release.Decision;
import dev.coalmine.release.KnownRevision;
import dev.coalmine.release.MetricSample;
import dev.coalmine.release.QuietMinutes;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseEvent;
import dev.coalmine.release.ReleaseProgress;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.release.SampleRatioCheck;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.release.Verdict;
import dev.coalmine.request.Approval;
import dev.coalmine.request.BusyAction;
import dev.coalmine.request.Hooks;
import dev.coalmine.request.InconclusiveAction;
import dev.coalmine.request.MetricScope;
import dev.coalmine.request.Plan;
import dev.coalmine.request.ReleaseSettings;
import dev.coalmine.request.SteeringEntry;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Target;
import dev.coalmine.target.TargetChange;
import dev.coalmine.target.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds histories: version 8 of orders:live, which serves 7, from noon on. */
final class HistoryBuilder {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final List<ReleaseHistory.StateOutput> outputs = new ArrayList<>();
  private final List<ReleaseHistory.TaskFailure> failures = new ArrayList<>();
  private final List<SteeringEntry> said = new ArrayList<>();
  private final List<Target> targets;
  private String id = "orders-8";
  private String request = "{\"function\":\"orders\"}";
  private int weight;

  private HistoryBuilder(List<Target> targets) {
    this.targets = targets;
  }

  static HistoryBuilder ofOrders() {
    return new HistoryBuilder(List.of(new AliasTarget("orders", "live", "8")));
  }

  /** A release of several functions. */
  static HistoryBuilder of(int functions) {
    return new HistoryBuilder(
        Stream.iterate(1, i -> i + 1)
            .limit(functions)
            .<Target>map(i -> new AliasTarget("orders" + i, "live", "8"))
            .toList());
  }

  static Instant minute(double minute) {
    return NOON.plusMillis(Math.round(60_000 * minute));
  }

  HistoryBuilder named(String name) {
    id = name;
    return this;
  }

  HistoryBuilder asked(String json) {
    request = json;
    return this;
  }

  HistoryBuilder state(double minute, String state, int weight, Decision decision, String reason) {
    this.weight = weight;
    return add(
        minute,
        state,
        release(
            decision,
            reason,
            new AnalysisResult(
                Verdict.PASS, reason, false, List.of(), List.of(), RollbackCause.NONE)));
  }

  HistoryBuilder says(double minute, SteeringEntry one, Decision decision) {
    said.add(one);
    return state(minute, "Steer", weight, decision, one.by() + " says so");
  }

  /** Adds a look with these figures for each target. */
  HistoryBuilder look(
      double minute, Verdict verdict, Decision decision, Optional<MetricSample> measured) {
    return look(minute, verdict, decision, measured, List.of());
  }

  HistoryBuilder look(
      double minute,
      Verdict verdict,
      Decision decision,
      Optional<MetricSample> measured,
      List<AnalysisResult.AlarmFinding> alarms) {
    List<MetricSample> all =
        measured.stream().flatMap(one -> targets.stream().map(target -> one)).toList();
    AnalysisResult judgement =
        new AnalysisResult(verdict, "numbers of " + minute, false, all, alarms, RollbackCause.NONE);
    return add(minute, "CheckAlarms", release(decision, judgement.reason(), judgement));
  }

  HistoryBuilder failure(double minute, String state, String error, String cause) {
    failures.add(new ReleaseHistory.TaskFailure(minute(minute), state, error, cause));
    return this;
  }

  private HistoryBuilder add(double minute, String state, Release release) {
    outputs.add(new ReleaseHistory.StateOutput(minute(minute), state, release));
    return this;
  }

  private Release release(Decision decision, String reason, AnalysisResult judgement) {
    List<TargetProgress> parts = targets.stream().map(this::part).toList();
    List<TargetChange> changes =
        parts.stream().map(part -> part.target().toChange(part.before().routing())).toList();
    return new Release(
        Release.SCHEMA,
        id,
        "arn:run",
        NOON,
        NOON,
        Plan.PACED,
        MetricScope.ALL,
        new ReleaseSettings(
            Duration.ofMinutes(1),
            Duration.ofHours(2),
            InconclusiveAction.ROLL_BACK,
            Duration.ofMinutes(10),
            Hooks.NONE,
            new Approval(List.of(), Duration.ofDays(1)),
            BusyAction.REFUSE),
        parts,
        changes,
        "",
        new ReleaseProgress(
            ReleaseProgress.Phase.BAKING,
            0,
            NOON,
            Duration.ZERO,
            new Hooks.HookCall("", "", Instant.EPOCH),
            List.of(),
            List.of(),
            Instant.EPOCH),
        new Approvals(Approvals.WaitReason.NOTHING, NOON, Weight.NONE, Weight.NONE, said),
        Weight.NONE,
        judgement,
        decision,
        reason,
        60,
        ReleaseEvent.NONE,
        RollbackCause.NONE);
  }

  private TargetProgress part(Target target) {
    AliasRouting old = AliasRouting.allTo("7");
    AliasRouting now =
        switch (weight) {
          case 0 -> old;
          case 100 -> AliasRouting.allTo("8");
          default -> old.withCanary("8", new Weight(weight));
        };
    return new TargetProgress(
        target,
        new Snapshot(old, "ours", "r1"),
        now,
        now,
        true,
        "",
        MetricSource.OF_VERSIONS,
        new AnalysisMemory(
            List.of(80.0, 120.0, 170.0, 231.4, 420.0),
            List.of(),
            0,
            0,
            SampleRatioCheck.NONE,
            QuietMinutes.NOTHING_KNOWN,
            false,
            List.of()),
        new KnownRevision("", NOON));
  }

  /** The history of a release that still runs. */
  ReleaseHistory until(double minute) {
    return history(minute, Optional.empty());
  }

  ReleaseHistory ended(double minute, String status, String error, String reason) {
    return history(
        minute,
        Optional.of(new ReleaseHistory.ExecutionEnd(minute(minute), status, error, reason)));
  }

  private ReleaseHistory history(double minute, Optional<ReleaseHistory.ExecutionEnd> end) {
    return new ReleaseHistory(
        "arn:aws:states:us-east-1:000000000000:execution:coalmine:run",
        NOON,
        minute(minute),
        request,
        outputs,
        failures,
        end,
        new ReleaseHistory.ResourceUsage(10, 5, 2, Duration.ZERO));
  }

  /** The figures of a minute. */
  static Optional<MetricSample> measured(
      int minute, double requests, double errors, double evidence) {
    return Optional.of(
        new MetricSample(
            minute(minute),
            1,
            counts(requests, errors),
            counts(10 * requests, 1),
            List.of(
                new MetricSample.TestProgress("errors", evidence, 333),
                new MetricSample.TestProgress("latency limit", .5, 2000))));
  }

  private static RequestCounts counts(double requests, double errors) {
    return new RequestCounts(
        requests,
        errors,
        requests,
        new ThresholdCounts(.7 * requests, .5 * requests, .25 * requests, .1 * requests, 0.0));
  }

  static AnalysisResult.AlarmFinding alarm(String name, AlarmState state, double since) {
    return new AnalysisResult.AlarmFinding(name, state, minute(since), false);
  }
}
