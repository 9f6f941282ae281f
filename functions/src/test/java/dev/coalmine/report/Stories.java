package dev.coalmine.report;

import dev.coalmine.release.AlarmState;
import dev.coalmine.release.AliasRouting;
import dev.coalmine.release.AliasTarget;
import dev.coalmine.release.Approval;
import dev.coalmine.release.Cause;
import dev.coalmine.release.Change;
import dev.coalmine.release.Decision;
import dev.coalmine.release.Hooks;
import dev.coalmine.release.IfBusy;
import dev.coalmine.release.Inconclusive;
import dev.coalmine.release.Judgement;
import dev.coalmine.release.Measured;
import dev.coalmine.release.Measured.Counts;
import dev.coalmine.release.Meter;
import dev.coalmine.release.MetricScope;
import dev.coalmine.release.News;
import dev.coalmine.release.Part;
import dev.coalmine.release.People;
import dev.coalmine.release.Plan;
import dev.coalmine.release.Progress;
import dev.coalmine.release.Release;
import dev.coalmine.release.Said;
import dev.coalmine.release.Snapshot;
import dev.coalmine.release.Split;
import dev.coalmine.release.Target;
import dev.coalmine.release.Terms;
import dev.coalmine.release.Trial;
import dev.coalmine.release.Verdict;
import dev.coalmine.release.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Stories made by hand: version 8 of orders:live, which serves 7, from noon on. */
final class Stories {
  static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final List<Story.Moment> moments = new ArrayList<>();
  private final List<Story.Fault> faults = new ArrayList<>();
  private final List<Said> said = new ArrayList<>();
  private final List<Target> targets;
  private String id = "orders-8";
  private String request = "{\"function\":\"orders\"}";
  private int weight;

  private Stories(List<Target> targets) {
    this.targets = targets;
  }

  static Stories ofOrders() {
    return new Stories(List.of(new AliasTarget("orders", "live", "8")));
  }

  /** Of so many functions that are moved as one. */
  static Stories of(int functions) {
    return new Stories(
        Stream.iterate(1, i -> i + 1)
            .limit(functions)
            .<Target>map(i -> new AliasTarget("orders" + i, "live", "8"))
            .toList());
  }

  static Instant minute(double minute) {
    return NOON.plusMillis(Math.round(60_000 * minute));
  }

  Stories named(String name) {
    id = name;
    return this;
  }

  Stories asked(String json) {
    request = json;
    return this;
  }

  Stories state(double minute, String state, int weight, Decision decision, String reason) {
    this.weight = weight;
    return add(
        minute,
        state,
        release(
            decision,
            reason,
            new Judgement(Verdict.PASS, reason, false, List.of(), List.of(), Cause.NONE)));
  }

  Stories says(double minute, Said one, Decision decision) {
    said.add(one);
    return state(minute, "Steer", weight, decision, one.by() + " says so");
  }

  /** A look that was given these figures, the same for each target. */
  Stories look(double minute, Verdict verdict, Decision decision, Optional<Measured> measured) {
    return look(minute, verdict, decision, measured, List.of());
  }

  Stories look(
      double minute,
      Verdict verdict,
      Decision decision,
      Optional<Measured> measured,
      List<Judgement.Found> alarms) {
    List<Measured> all =
        measured.stream().flatMap(one -> targets.stream().map(target -> one)).toList();
    Judgement judgement =
        new Judgement(verdict, "numbers of " + minute, false, all, alarms, Cause.NONE);
    return add(minute, "CheckAlarms", release(decision, judgement.reason(), judgement));
  }

  Stories fault(double minute, String state, String error, String cause) {
    faults.add(new Story.Fault(minute(minute), state, error, cause));
    return this;
  }

  private Stories add(double minute, String state, Release release) {
    moments.add(new Story.Moment(minute(minute), state, release));
    return this;
  }

  private Release release(Decision decision, String reason, Judgement judgement) {
    List<Part> parts = targets.stream().map(this::part).toList();
    List<Change> changes =
        parts.stream().map(part -> part.target().change(part.before().routing())).toList();
    return new Release(
        Release.SCHEMA,
        id,
        "arn:run",
        NOON,
        NOON,
        Plan.PACED,
        MetricScope.ALL,
        new Terms(
            Duration.ofMinutes(1),
            Duration.ofHours(2),
            Inconclusive.ROLL_BACK,
            Duration.ofMinutes(10),
            Hooks.NONE,
            new Approval(List.of(), Duration.ofDays(1)),
            IfBusy.REFUSE),
        parts,
        changes,
        "",
        new Progress(
            Progress.Phase.BAKING,
            0,
            NOON,
            Duration.ZERO,
            new Hooks.Call("", "", Instant.EPOCH),
            List.of(),
            List.of()),
        new People(People.For.NOTHING, NOON, Weight.NONE, Weight.NONE, said),
        Weight.NONE,
        judgement,
        decision,
        reason,
        60,
        News.NONE,
        Cause.NONE);
  }

  private Part part(Target target) {
    AliasRouting old = AliasRouting.all("7");
    AliasRouting now =
        switch (weight) {
          case 0 -> old;
          case 100 -> AliasRouting.all("8");
          default -> old.with("8", new Weight(weight));
        };
    return new Part(
        target,
        new Snapshot(old, "ours", "r1"),
        now,
        now,
        true,
        "",
        Meter.OF_VERSIONS,
        new Trial(List.of(80.0, 120.0, 170.0, 231.4, 420.0), List.of(), 0, 0, Split.NONE));
  }

  /** It still goes on. */
  Story until(double minute) {
    return story(minute, Optional.empty());
  }

  Story ended(double minute, String status, String error, String reason) {
    return story(minute, Optional.of(new Story.End(minute(minute), status, error, reason)));
  }

  private Story story(double minute, Optional<Story.End> end) {
    return new Story(
        "arn:aws:states:us-east-1:000000000000:execution:coalmine:run",
        NOON,
        minute(minute),
        request,
        moments,
        faults,
        end,
        new Story.Effort(10, 5, 2, Duration.ZERO));
  }

  /** A minute of both sides. */
  static Optional<Measured> measured(int minute, double requests, double errors, double evidence) {
    return Optional.of(
        new Measured(
            minute(minute),
            1,
            counts(requests, errors),
            counts(10 * requests, 1),
            List.of(
                new Measured.Test("errors", evidence, 333),
                new Measured.Test("latency limit", .5, 2000))));
  }

  private static Counts counts(double requests, double errors) {
    return new Counts(
        requests,
        errors,
        requests,
        List.of(.7 * requests, .5 * requests, .25 * requests, .1 * requests, 0.0));
  }

  static Judgement.Found alarm(String name, AlarmState state, double since) {
    return new Judgement.Found(name, state, minute(since));
  }
}
