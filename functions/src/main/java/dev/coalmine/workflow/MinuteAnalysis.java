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

/** Judges the minutes of one target in one look, one after the other. */
final class MinuteAnalysis {
  /** Minutes after which a minute without counts had no requests. */
  private static final int SETTLED = 5;

  /** Expected requests a minute from which on the canary must have counts. */
  private static final double EXPECTED = 20;

  /** Minutes in a row without counts that fail the canary. */
  private static final int MOST_MISSING = 3;

  private final Release release;
  private final TargetProgress part;
  private final Judge judge;
  private final long now;
  private JudgeState state;
  private long counted;
  private int missing;
  private SampleRatioCheck sampleRatio;
  private Optional<JudgeResult> result = Optional.empty();
  private Optional<String> waitReason = Optional.empty();
  private MetricSample sample;

  MinuteAnalysis(Release release, TargetProgress part, Judge judge, long first, Instant now) {
    AnalysisMemory memory = part.memory();
    this.release = release;
    this.part = part;
    this.judge = judge;
    this.sample = MetricSample.awaiting(start(first));
    this.now = minute(now);
    this.counted = memory.lastCountedMinute();
    this.missing = memory.missingMinutes();
    this.sampleRatio = memory.sampleRatio();
    this.state =
        JudgeState.of(memory.judgeState().stream().mapToDouble(Double::doubleValue).toArray())
            .withWeight(release.weight());
  }

  /** Not after a lower weight, since later minutes were measured at the old one. */
  boolean canContinue() {
    return waitReason.isEmpty() && state.weight().compareTo(release.weight()) >= 0;
  }

  void accept(long m, CountsByMinute minutes) {
    Optional<RequestCounts> canary = canary(minutes, m);
    Optional<RequestCounts> baseline = find(minutes, TrafficSlice.BASELINE, m);
    boolean settled = now - m >= SETTLED;
    boolean due =
        !part.metricSource().hasCanaryMetrics()
            || (isWeightInForce(m) && state.expectedRequests() >= EXPECTED);
    if (canary.isEmpty() && (baseline.isEmpty() || due) && !settled) {
      waitReason = Optional.of("minute " + start(m) + " is not in CloudWatch yet");
      return;
    }
    counted = m;
    if (canary.isEmpty() && baseline.isPresent() && due && part.metricSource().complete()) {
      missing++;
      waitReason = Optional.of(missingText());
      return;
    }
    missing = 0;
    judgeMinute(m, canary.orElse(RequestCounts.NONE), baseline.orElse(RequestCounts.NONE));
  }

  /**
   * While a promoted release is watched, all requests of the target are the canary's, once the
   * weight is in force: until provisioned concurrency is ready, the alias routes to the old
   * version.
   */
  private Optional<RequestCounts> canary(CountsByMinute minutes, long m) {
    boolean all =
        release.progress().phase() == ReleaseProgress.Phase.WATCHING && isWeightInForce(m);
    boolean whole = all && minutes.bySlice().containsKey(TrafficSlice.ALL);
    return find(minutes, whole ? TrafficSlice.ALL : TrafficSlice.CANARY, m);
  }

  /** Whether the weight was in force for the whole minute. */
  private boolean isWeightInForce(long m) {
    return !start(m).isBefore(release.progress().since());
  }

  private static Optional<RequestCounts> find(CountsByMinute minutes, TrafficSlice slice, long m) {
    return minutes.find(slice, start(m));
  }

  private void judgeMinute(long m, RequestCounts canary, RequestCounts baseline) {
    Observation seen = new Observation(m, canary, baseline);
    if (isWeightInForce(m) && part.metricSource().complete()) {
      sampleRatio = sampleRatio.plus(seen.canary().requests(), seen.requests(), release.weight());
    }
    // The last minute sets the weight: this weight was in force in all minutes before it.
    JudgeState held = state.withWeight(release.weight());
    JudgeResult next =
        isPaced()
            ? judge.judgePaced(held, now, seen)
            : judge.judgeFixedPlan(held, now, seen, release.weight());
    state = next.state();
    result = Optional.of(next);
    sample = sample.plus(seen.canary(), seen.baseline(), state.testProgress(release.scope()));
  }

  /** Whether the evidence of this target sets the weight. */
  private boolean isPaced() {
    return release.plan().isPaced() && part.metricSource().hasCanaryMetrics();
  }

  MetricReading inconclusive(String why) {
    return new MetricReading(Verdict.INCONCLUSIVE, why, release.weight(), memory(), sample);
  }

  MetricReading reading() {
    if (missing >= MOST_MISSING) {
      return new MetricReading(
          Verdict.FAIL, missingText(), Weight.NONE, memory(), sample, RollbackCause.NO_TRAFFIC);
    }
    if (result.isEmpty()) {
      return inconclusive(waitReason.orElse("no new complete minute"));
    }
    JudgeResult last = result.get();
    Weight next = isPaced() ? last.weight() : fixedPlanWeight(last);
    String reason = reason(last);
    Optional<String> mismatch = sampleRatio.mismatch();
    if (mismatch.isPresent() && last.verdict() != Verdict.FAIL) {
      next = next.compareTo(release.weight()) > 0 ? release.weight() : next;
      return new MetricReading(
          Verdict.INCONCLUSIVE, mismatch.get() + "; " + reason, next, memory(), sample);
    }
    return new MetricReading(
        last.verdict(), reason + neededText(last), next, memory(), sample, last.cause());
  }

  /** The evidence does not set the weight, but the weight does not rise before a PASS. */
  private Weight fixedPlanWeight(JudgeResult last) {
    return last.verdict() == Verdict.PASS ? Weight.ALL : release.weight();
  }

  /** The judge's reason without the weight, which the release adds itself. */
  private String reason(JudgeResult last) {
    String reason = last.reason().replaceFirst(", at weight \\d+", "");
    return part.metricSource().hasCanaryMetrics()
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
    return new AnalysisMemory(
        part.memory().thresholds(), numbers(state), counted, missing, sampleRatio);
  }
}
