package dev.coalmine.workflow;

import dev.coalmine.judge.Judge;
import dev.coalmine.judge.JudgeResult;
import dev.coalmine.judge.JudgeState;
import dev.coalmine.judge.WeightLadder;
import dev.coalmine.release.AnalysisMemory;
import dev.coalmine.release.InconclusiveKind;
import dev.coalmine.release.MetricReading;
import dev.coalmine.release.MetricSample;
import dev.coalmine.release.Release;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.release.Verdict;
import dev.coalmine.target.Weight;
import java.util.Optional;

/**
 * What the minutes of one target showed in a look, and the reading that follows.
 *
 * @param state of the judge after the look
 * @param result of the last minute that was judged; empty if none was
 * @param waitReason why later minutes were not judged
 * @param unseenMinutes minutes whose metrics are due and that are not counted
 * @param hasGap whether one of the last minutes should have had requests and showed none
 * @param expected requests a minute that the canary should have
 * @param memory for the next look
 */
record MinuteFindings(
    Release release,
    TargetProgress part,
    Judge judge,
    JudgeState state,
    Optional<JudgeResult> result,
    Optional<String> waitReason,
    long unseenMinutes,
    boolean hasGap,
    double expected,
    AnalysisMemory memory,
    MetricSample sample) {
  /**
   * Minutes of unknown counts, beyond a poll, after which a canary goes back to the first weight.
   */
  private static final int MOST_UNKNOWN = 10;

  /** Minutes in a row without counts that fail the canary. */
  private static final int MOST_MISSING = 3;

  /** Whether the evidence of this target sets the weight. */
  static boolean isPaced(Release release, TargetProgress part) {
    return release.plan().isPaced() && part.metricSource().hasCanaryMetrics();
  }

  private boolean isPaced() {
    return isPaced(release, part);
  }

  /**
   * The reading while CloudWatch does not tell what it should. The weight does not rise, and after
   * some minutes a canary beside a baseline goes back to the lowest one.
   */
  MetricReading unknown(String why) {
    Optional<JudgeResult> failed = judge.failure(state);
    if (failed.isPresent()) {
      return judged(failed.get());
    }
    Weight lowest = WeightLadder.DEFAULT.lowest();
    boolean back =
        isPaced()
            && unseenMinutes > MOST_UNKNOWN + release.settings().poll().toMinutes()
            && !release.weight().equals(Weight.ALL)
            && release.weight().compareTo(lowest) > 0;
    return back
        ? inconclusive(
            "%s; the weight drops to %s until it is known".formatted(why, lowest),
            lowest,
            InconclusiveKind.UNKNOWN)
        : inconclusive(why, release.weight(), InconclusiveKind.UNKNOWN);
  }

  MetricReading reading() {
    if (memory.missingMinutes() >= MOST_MISSING) {
      return new MetricReading(
          Verdict.FAIL,
          missingText(expected, memory.missingMinutes()),
          Weight.NONE,
          memory,
          sample,
          RollbackCause.NO_TRAFFIC);
    }
    return result.or(() -> judge.failure(state)).map(this::judged).orElseGet(this::unjudged);
  }

  /** Without a new minute, doubt stays doubt. */
  private MetricReading unjudged() {
    String why = waitReason.orElse("no new complete minute") + judge.soFarText(state);
    Optional<String> mismatch = memory.sampleRatio().mismatch();
    return inconclusive(
        mismatch.map(text -> text + "; " + why).orElse(why),
        release.weight(),
        isInDoubt() || mismatch.isPresent() ? InconclusiveKind.DOUBTFUL : InconclusiveKind.TOO_FEW);
  }

  private MetricReading judged(JudgeResult last) {
    Weight next = isPaced() ? last.weight() : fixedPlanWeight(last);
    String reason = reason(last);
    if (last.verdict() == Verdict.FAIL) {
      return new MetricReading(Verdict.FAIL, reason, next, memory, sample, last.cause());
    }
    Optional<String> mismatch = memory.sampleRatio().mismatch();
    if (mismatch.isPresent()) {
      return inconclusive(
          mismatch.get() + "; " + counts(reason), notAbove(next), InconclusiveKind.DOUBTFUL);
    }
    if (hasGap) {
      return inconclusive(
          "CloudWatch has a gap in the last minutes: unknown, not zero; " + counts(reason),
          notAbove(next),
          InconclusiveKind.UNKNOWN);
    }
    return last.verdict() == Verdict.PASS
        ? new MetricReading(Verdict.PASS, reason, next, memory.withPass(), sample)
        : inconclusive(
            reason + neededText(),
            next,
            state.hasSeenEnough() || isInDoubt()
                ? InconclusiveKind.DOUBTFUL
                : InconclusiveKind.TOO_FEW);
  }

  private boolean isInDoubt() {
    return !judge.isCalm(state, isPaced());
  }

  /** The reason without its last part, which says what the judge would do. */
  static String counts(String reason) {
    return reason.replaceFirst("; [^;]*$", "");
  }

  private MetricReading inconclusive(String why, Weight allowed, InconclusiveKind kind) {
    return new MetricReading(Verdict.INCONCLUSIVE, why, allowed, memory, sample).inconclusive(kind);
  }

  private Weight notAbove(Weight next) {
    return next.compareTo(release.weight()) > 0 ? release.weight() : next;
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

  private String neededText() {
    if (state.hasSeenEnough()) {
      return state.isCompared() ? "" : "; the baseline has too few requests to compare with";
    }
    return isPaced() ? "" : "; " + state.neededText();
  }

  static String missingText(double expected, int minutes) {
    return "the canary should have received %.0f requests per minute, but received none for %d min"
        .formatted(expected, minutes);
  }
}
