package dev.coalmine.release;

import dev.coalmine.target.Weight;
import dev.coalmine.text.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The end of the watch of a promoted release in which nothing bad was seen. */
final class WatchEnd {
  /** How long a watch goes on after its end if something could not be read. */
  private static final Duration PATIENCE = ReleaseProgress.SETTLING_LIMIT;

  private WatchEnd() {}

  /** Goes on watching, or ends the watch. */
  static Release decide(Release seen, Instant now) {
    Duration watch = seen.settings().watch();
    Instant end = seen.progress().since().plus(watch);
    Instant latest = seen.analysis().incomplete() ? end.plus(PATIENCE) : end;
    if (now.isBefore(latest)) {
      Instant next = now.isBefore(end) ? end : latest;
      return seen.withDecision(
          Decision.KEEP_WATCHING, seen.analysis().reason(), seen.secondsUntil(next, now));
    }
    return seen.analysis().incomplete() ? decideUnproven(seen, now) : finish(seen, watch);
  }

  private static Release finish(Release seen, Duration watch) {
    boolean proven = seen.analysis().verdict() == Verdict.PASS;
    return Promotion.finish(
        seen,
        "watched for %s%s: %s"
            .formatted(
                DurationText.of(watch), proven ? "" : ", inconclusive", seen.analysis().reason()));
  }

  /**
   * Ends a watch that could not see. What passed before its promotion stays promoted; of anything
   * else nothing is known, so the request decides.
   */
  private static Release decideUnproven(Release seen, Instant now) {
    List<CompletedStep> steps = seen.progress().completedSteps();
    boolean passed = !steps.isEmpty() && steps.get(steps.size() - 1).verdict() == Verdict.PASS;
    String why =
        "unproven %s after the watch of %s: %s"
            .formatted(
                DurationText.of(PATIENCE),
                DurationText.of(seen.settings().watch()),
                seen.analysis().reason());
    if (passed) {
      return Promotion.finish(seen, why + "; it passed before its promotion");
    }
    return switch (seen.settings().whenInconclusive()) {
      case PROMOTE -> Promotion.finish(seen, why + "; kept because whenInconclusive is promote");
      case ROLL_BACK -> ReleaseRollback.rollBack(seen, RollbackCause.TIME, why);
      case ASK -> ApprovalWait.start(seen, Approvals.WaitReason.UNPROVEN, Weight.ALL, why, now);
    };
  }
}
