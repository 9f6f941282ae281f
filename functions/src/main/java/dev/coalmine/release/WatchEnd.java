package dev.coalmine.release;

import dev.coalmine.target.Weight;
import dev.coalmine.text.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The end of the watch of a promoted release in which nothing bad was seen. */
final class WatchEnd {
  /** How long a watch goes on after its end if something could not be read. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private WatchEnd() {}

  /** Goes on watching, or ends the watch. */
  static Release decide(Release seen, Instant now) {
    Duration watch = seen.settings().watch();
    Instant end = seen.progress().since().plus(watch);
    boolean unseen =
        seen.analysis().incomplete()
            || !hasSeenAMinute(seen)
            || PromotionHold.lacksPassOfWatch(seen);
    Instant latest = unseen ? end.plus(PATIENCE) : end;
    if (now.isBefore(latest)) {
      Instant next = now.isBefore(end) ? end : latest;
      return seen.withDecision(
          Decision.KEEP_WATCHING, seen.analysis().reason(), seen.secondsUntil(next, now));
    }
    return unseen ? decideUnproven(seen, now) : finish(seen, watch);
  }

  /** Whether a minute of the watch was counted; a watch by alarms alone needs none. */
  private static boolean hasSeenAMinute(Release seen) {
    long since = Math.floorDiv(seen.progress().since().getEpochSecond(), 60L);
    return seen.scope().isOff()
        || seen.targetProgress().stream()
            .allMatch(part -> part.memory().lastCountedMinute() >= since);
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
   * Ends a watch that could not see. What passed before, or what a person promoted, stays promoted;
   * of anything else nothing is known, so the request decides.
   */
  private static Release decideUnproven(Release seen, Instant now) {
    String why =
        "unproven %s after the watch of %s: %s"
            .formatted(
                DurationText.of(PATIENCE),
                DurationText.of(seen.settings().watch()),
                seen.analysis().reason());
    if (hasPassed(seen)) {
      return Promotion.finish(seen, why + "; it passed before");
    }
    if (seen.approvals().approvedWeight().equals(Weight.ALL)
        && !PromotionHold.lacksPassOfWatch(seen)) {
      return Promotion.finish(seen, why + "; a person promoted it");
    }
    return switch (seen.settings().whenInconclusive()) {
      case PROMOTE -> Promotion.finish(seen, why + "; kept because whenInconclusive is promote");
      case ROLL_BACK -> ReleaseRollback.rollBack(seen, RollbackCause.TIME, why);
      case ASK -> ApprovalWait.start(seen, Approvals.WaitReason.UNPROVEN, Weight.ALL, why, now);
    };
  }

  /** Whether the gate passed below 100 %. */
  static boolean hasPassed(Release seen) {
    List<CompletedStep> steps = seen.progress().completedSteps();
    boolean step = !steps.isEmpty() && steps.get(steps.size() - 1).verdict() == Verdict.PASS;
    return step
        || (!seen.scope().isOff()
            && seen.targetProgress().stream().allMatch(part -> part.memory().passed()));
  }
}
