package dev.coalmine.workflow;

import static dev.coalmine.workflow.MetricsGate.minute;
import static dev.coalmine.workflow.MetricsGate.numbers;
import static dev.coalmine.workflow.MetricsGate.start;

import dev.coalmine.aws.CountsByMinute;
import dev.coalmine.aws.TrafficSlice;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.JudgeResult;
import dev.coalmine.judge.JudgeState;
import dev.coalmine.judge.Observation;
import dev.coalmine.release.AnalysisMemory;
import dev.coalmine.release.MetricReading;
import dev.coalmine.release.MetricSample;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseProgress;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.release.SampleRatioCheck;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.release.Verdict;
import dev.coalmine.target.Weight;
import java.time.Instant;
import java.util.Optional;

/** One look's minutes of one part, heard one after the other. */
final class MinuteAnalysis {
  /** After this many minutes a minute without any numbers had no callers. */
  private static final int SETTLED = 5;

  /** From so many requests a minute on the canary must show some. */
  private static final double EXPECTED = 20;

  /** Minutes in a row without them that are too many. */
  private static final int MOST_MISSING = 3;

  private final Release release;
  private final TargetProgress part;
  private final Judge judge;
  private final long now;
  private JudgeState state;
  private long counted;
  private int missing;
  private SampleRatioCheck split;
  private Optional<JudgeResult> ruling = Optional.empty();
  private Optional<String> waits = Optional.empty();
  private MetricSample measured;

  MinuteAnalysis(Release release, TargetProgress part, Judge judge, long first, Instant now) {
    AnalysisMemory trial = part.trial();
    this.release = release;
    this.part = part;
    this.judge = judge;
    this.measured = MetricSample.awaiting(start(first));
    this.now = minute(now);
    this.counted = trial.counted();
    this.missing = trial.missing();
    this.split = trial.split();
    this.state =
        JudgeState.of(trial.judge().stream().mapToDouble(Double::doubleValue).toArray())
            .withWeight(release.weight());
  }

  /** Not after a rollback or a step back: what follows was seen at another weight. */
  boolean canContinue() {
    return waits.isEmpty() && state.weight().compareTo(release.weight()) >= 0;
  }

  void accept(long m, CountsByMinute minutes) {
    Optional<RequestCounts> canary = canary(minutes, m);
    Optional<RequestCounts> baseline = side(minutes, TrafficSlice.BASELINE, m);
    boolean settled = now - m >= SETTLED;
    boolean due =
        !part.meter().hasCanaryMetrics()
            || (isWeightInForce(m) && state.expectedRequests() >= EXPECTED);
    if (canary.isEmpty() && (baseline.isEmpty() || due) && !settled) {
      waits = Optional.of("minute " + start(m) + " is not in CloudWatch yet");
      return;
    }
    counted = m;
    if (canary.isEmpty() && baseline.isPresent() && due && part.meter().whole()) {
      missing++;
      waits = Optional.of(missingText());
      return;
    }
    missing = 0;
    judgeMinute(m, canary.orElse(RequestCounts.NONE), baseline.orElse(RequestCounts.NONE));
  }

  /**
   * During the watch there is one version, and all that the target got is the canary's. While
   * provisioned concurrency settles, the alias still goes to the old one.
   */
  private Optional<RequestCounts> canary(CountsByMinute minutes, long m) {
    boolean all =
        release.progress().phase() == ReleaseProgress.Phase.WATCHING && isWeightInForce(m);
    boolean whole = all && minutes.bySlice().containsKey(TrafficSlice.ALL);
    return side(minutes, whole ? TrafficSlice.ALL : TrafficSlice.CANARY, m);
  }

  /** Whether the weight was in force for the whole minute. */
  private boolean isWeightInForce(long m) {
    return !start(m).isBefore(release.progress().since());
  }

  private static Optional<RequestCounts> side(CountsByMinute minutes, TrafficSlice side, long m) {
    return minutes.find(side, start(m));
  }

  private void judgeMinute(long m, RequestCounts canary, RequestCounts baseline) {
    Observation seen = new Observation(m, canary, baseline);
    if (isWeightInForce(m) && part.meter().whole()) {
      split = split.plus(seen.canary().requests(), seen.requests(), release.weight());
    }
    // The pace is set by the last minute: in those before it this weight was in force.
    JudgeState held = state.withWeight(release.weight());
    JudgeResult next =
        isPaced()
            ? judge.judgePaced(held, now, seen)
            : judge.judgeFixedPlan(held, now, seen, release.weight());
    state = next.state();
    ruling = Optional.of(next);
    measured = measured.plus(seen.canary(), seen.baseline(), state.testProgress(release.scope()));
  }

  /** Whether the evidence of this part sets the weight. */
  private boolean isPaced() {
    return release.plan().isPaced() && part.meter().hasCanaryMetrics();
  }

  MetricReading inconclusive(String why) {
    return new MetricReading(Verdict.INCONCLUSIVE, why, release.weight(), memory(), measured);
  }

  MetricReading reading() {
    if (missing >= MOST_MISSING) {
      return new MetricReading(
          Verdict.FAIL, missingText(), Weight.NONE, memory(), measured, RollbackCause.NO_TRAFFIC);
    }
    if (ruling.isEmpty()) {
      return inconclusive(waits.orElse("no new complete minute"));
    }
    JudgeResult last = ruling.get();
    Weight next = isPaced() ? last.weight() : fixedPlanWeight(last);
    String reason = reason(last);
    Optional<String> mismatch = split.mismatch();
    if (mismatch.isPresent() && last.verdict() != Verdict.FAIL) {
      next = next.compareTo(release.weight()) > 0 ? release.weight() : next;
      return new MetricReading(
          Verdict.INCONCLUSIVE, mismatch.get() + "; " + reason, next, memory(), measured);
    }
    return new MetricReading(
        last.verdict(), reason + neededText(last), next, memory(), measured, last.cause());
  }

  /** What can't be told apart does not set the pace, but nothing rises before it has passed. */
  private Weight fixedPlanWeight(JudgeResult last) {
    return last.verdict() == Verdict.PASS ? Weight.ALL : release.weight();
  }

  /** The release says the weight itself; what can't be told apart is said. */
  private String reason(JudgeResult last) {
    String reason = last.reason().replaceFirst(", at weight \\d+", "");
    return part.meter().hasCanaryMetrics()
        ? reason
        : "all requests of the stage, compared with the hours before the release: "
            + (release.plan().isPaced()
                ? reason.replace("; the plan sets the weight", "")
                : reason);
  }

  private String neededText(JudgeResult last) {
    return last.verdict() == Verdict.INCONCLUSIVE && !isPaced() ? "; " + state.neededText() : "";
  }

  private String missingText() {
    return "the canary should have received %.0f requests per minute, but received none for %d min"
        .formatted(state.expectedRequests(), missing);
  }

  private AnalysisMemory memory() {
    return new AnalysisMemory(part.trial().thresholds(), numbers(state), counted, missing, split);
  }
}
