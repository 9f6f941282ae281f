package dev.coalmine.handler;

import static dev.coalmine.handler.MetricsGate.minute;
import static dev.coalmine.handler.MetricsGate.numbers;
import static dev.coalmine.handler.MetricsGate.start;

import dev.coalmine.aws.Metrics;
import dev.coalmine.aws.Metrics.Minutes;
import dev.coalmine.judge.Above;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.Observation;
import dev.coalmine.judge.Ruling;
import dev.coalmine.judge.Scope;
import dev.coalmine.judge.Side;
import dev.coalmine.judge.State;
import dev.coalmine.release.Cause;
import dev.coalmine.release.Measured;
import dev.coalmine.release.MetricReading;
import dev.coalmine.release.Part;
import dev.coalmine.release.Progress;
import dev.coalmine.release.Release;
import dev.coalmine.release.Split;
import dev.coalmine.release.Trial;
import dev.coalmine.release.Verdict;
import dev.coalmine.release.Weight;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One look's minutes of one part, heard one after the other. */
final class Hearing {
  /** After this many minutes a minute without any numbers had no callers. */
  private static final int SETTLED = 5;

  /** From so many requests a minute on the canary must show some. */
  private static final double EXPECTED = 20;

  /** Minutes in a row without them that are too many. */
  private static final int MOST_MISSING = 3;

  private final Release release;
  private final Part part;
  private final Judge judge;
  private final Scope scope;
  private final long now;
  private State state;
  private long counted;
  private int missing;
  private Split split;
  private Optional<Ruling> ruling = Optional.empty();
  private Optional<String> waits = Optional.empty();
  private Measured measured;

  Hearing(Release release, Part part, Judge judge, Scope scope, long first, Instant now) {
    Trial trial = part.trial();
    this.release = release;
    this.part = part;
    this.judge = judge;
    this.scope = scope;
    this.measured = Measured.nothing(start(first));
    this.now = minute(now);
    this.counted = trial.counted();
    this.missing = trial.missing();
    this.split = trial.split();
    this.state =
        State.of(trial.judge().stream().mapToDouble(Double::doubleValue).toArray())
            .at(release.weight());
  }

  /** Not after a rollback or a step back: what follows was seen at another weight. */
  boolean goesOn() {
    return waits.isEmpty() && state.weight().compareTo(release.weight()) >= 0;
  }

  void hear(long m, Minutes minutes) {
    Optional<Side> canary = canary(minutes, m);
    Optional<Side> baseline = side(minutes, Metrics.Side.BASELINE, m);
    boolean settled = now - m >= SETTLED;
    boolean due = !part.meter().tellsApart() || (isHeld(m) && state.expectedRequests() >= EXPECTED);
    if (canary.isEmpty() && (baseline.isEmpty() || due) && !settled) {
      waits = Optional.of("minute " + start(m) + " is not in CloudWatch yet");
      return;
    }
    counted = m;
    if (canary.isEmpty() && baseline.isPresent() && due && part.meter().whole()) {
      missing++;
      waits = Optional.of(missingWords());
      return;
    }
    missing = 0;
    weigh(m, canary.orElse(Side.NOTHING), baseline.orElse(Side.NOTHING));
  }

  /**
   * During the watch there is one version, and all that the target got is the canary's. While
   * provisioned concurrency settles, the alias still goes to the old one.
   */
  private Optional<Side> canary(Minutes minutes, long m) {
    boolean all = release.progress().phase() == Progress.Phase.WATCHING && isHeld(m);
    boolean whole = all && minutes.sides().containsKey(Metrics.Side.ALL);
    return side(minutes, whole ? Metrics.Side.ALL : Metrics.Side.CANARY, m);
  }

  /** Whether the weight was in force for the whole minute. */
  private boolean isHeld(long m) {
    return !start(m).isBefore(release.progress().since());
  }

  private static Optional<Side> side(Minutes minutes, Metrics.Side side, long m) {
    return minutes.find(side, start(m)).map(MetricsGate::side);
  }

  private void weigh(long m, Side canary, Side baseline) {
    if (isHeld(m) && part.meter().whole()) {
      split =
          split.plus(canary.requests(), canary.requests() + baseline.requests(), release.weight());
    }
    Observation seen = new Observation(m, canary, baseline);
    // The pace is set by the last minute: in those before it this weight was in force.
    State held = state.at(release.weight());
    Ruling next =
        isPaced() ? judge.look(held, now, seen) : judge.test(held, now, seen, release.weight());
    state = next.state();
    ruling = Optional.of(next);
    measured = measured.plus(counts(canary), counts(baseline), state.tests(scope));
  }

  private static Measured.Counts counts(Side side) {
    Above above = side.above();
    return new Measured.Counts(
        side.requests(),
        side.errors(),
        side.durations(),
        List.of(above.p30(), above.p50(), above.p75(), above.p90(), above.p99()));
  }

  /** Whether the evidence of this part sets the weight. */
  private boolean isPaced() {
    return release.plan().isPaced() && part.meter().tellsApart();
  }

  MetricReading unknown(String why) {
    return new MetricReading(Verdict.INCONCLUSIVE, why, release.weight(), trial(), measured);
  }

  MetricReading reading() {
    if (missing >= MOST_MISSING) {
      return new MetricReading(
          Verdict.FAIL, missingWords(), Weight.NONE, trial(), measured, Cause.NO_TRAFFIC);
    }
    if (ruling.isEmpty()) {
      return unknown(waits.orElse("no new complete minute"));
    }
    Ruling last = ruling.get();
    Weight next = isPaced() ? last.weight() : unpaced(last);
    String reason = reason(last);
    Optional<String> mismatch = split.mismatch();
    if (mismatch.isPresent() && last.verdict() != Verdict.FAIL) {
      next = next.compareTo(release.weight()) > 0 ? release.weight() : next;
      return new MetricReading(
          Verdict.INCONCLUSIVE, mismatch.get() + "; " + reason, next, trial(), measured);
    }
    return new MetricReading(
        last.verdict(), reason + needed(last), next, trial(), measured, last.cause());
  }

  /** What can't be told apart does not set the pace, but nothing rises before it has passed. */
  private Weight unpaced(Ruling last) {
    return last.verdict() == Verdict.PASS ? Weight.ALL : release.weight();
  }

  /** The release says the weight itself; what can't be told apart is said. */
  private String reason(Ruling last) {
    String reason = last.reason().replaceFirst(", at weight \\d+", "");
    return part.meter().tellsApart()
        ? reason
        : "all requests of the stage, canary or not, beside those of hours before: "
            + (release.plan().isPaced()
                ? reason.replace("; the plan decides the weight", "")
                : reason);
  }

  private String needed(Ruling last) {
    return last.verdict() == Verdict.INCONCLUSIVE && !isPaced() ? "; " + state.needed() : "";
  }

  private String missingWords() {
    return "the canary should have had %.0f requests a minute and shows none for %d"
        .formatted(state.expectedRequests(), missing);
  }

  private Trial trial() {
    return new Trial(part.trial().thresholds(), numbers(state), counted, missing, split);
  }
}
