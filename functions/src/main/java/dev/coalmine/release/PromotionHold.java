package dev.coalmine.release;

import dev.coalmine.request.GateRule;
import dev.coalmine.request.PromotionRule;
import dev.coalmine.request.SteeringCommand;
import dev.coalmine.target.Weight;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What keeps a release below 100 % because of its stack's policy, whatever its plan, its evidence
 * or a person says.
 */
final class PromotionHold {
  private PromotionHold() {}

  /** When the canary has had requests for long enough; empty if it has, or if nothing is asked. */
  static Optional<Instant> end(Release release, Instant now) {
    Instant end = bakingSince(release, now).plus(release.settings().promotion().minimumBake());
    return end.isAfter(now) ? Optional.of(end) : Optional.empty();
  }

  private static Instant bakingSince(Release release, Instant now) {
    List<CompletedStep> steps = release.progress().completedSteps();
    if (!steps.isEmpty()) {
      return steps.get(0).from();
    }
    return release.weight().equals(Weight.NONE) ? now : release.progress().since();
  }

  /**
   * Whether the stack demands a gate that the release has not passed. An alarm that was on before
   * the release, or time alone, passes none; and an alarm is no substitute for metrics.
   */
  static boolean lacksPass(Release release) {
    return switch (release.settings().promotion().gate()) {
      case NONE -> false;
      case ANY ->
          release.analysis().verdict() != Verdict.PASS
              || !(hasPassedMetrics(release) || hasQuietAlarm(release));
      case METRICS -> !hasPassedMetrics(release);
    };
  }

  /** The same once the release is promoted: what it passed before that counts, too. */
  static boolean lacksPassOfWatch(Release release) {
    boolean before =
        release.settings().promotion().gate() == GateRule.ANY && WatchEnd.hasPassed(release);
    return lacksPass(release) && !before;
  }

  private static boolean hasPassedMetrics(Release release) {
    return !release.scope().isOff()
        && release.targetProgress().stream().allMatch(part -> part.memory().passed());
  }

  private static boolean hasQuietAlarm(Release release) {
    return release.analysis().alarmFindings().stream()
        .anyMatch(alarm -> alarm.state() == AlarmState.OK);
  }

  /** What the release waits for, for a reason. */
  static String text(Release release, Instant end) {
    return "stays below 100 %% until %s (the stack's parameter MinimumBake is %s)"
        .formatted(end, release.settings().promotion().minimumBake());
  }

  /**
   * Why a command that would promote the release, or end its watch, can't be followed now, for a
   * sentence that begins with "the release"; empty if it can.
   */
  static Optional<String> notAllowedReason(Release release, SteeringCommand command, Instant now) {
    PromotionRule rule = release.settings().promotion();
    if (rule.equals(PromotionRule.NONE) || !goesOn(release, command)) {
      return Optional.empty();
    }
    Optional<Instant> end = end(release, now);
    if (end.isPresent() && !isPromoted(release)) {
      return Optional.of(text(release, end.get()));
    }
    return (isPromoted(release) ? lacksPassOfWatch(release) : lacksPass(release))
        ? Optional.of(
            "has not passed its gate, which the stack's parameter RequireGate asks for: "
                + release.analysis().verdict())
        : Optional.empty();
  }

  private static boolean isPromoted(Release release) {
    return switch (release.progress().phase()) {
      case CLAIMING, BAKING, GOING_BACK -> false;
      case SETTLING, WATCHING -> true;
    };
  }

  /** Whether the command leads to 100 % at once, or to the end of the watch. */
  private static boolean goesOn(Release release, SteeringCommand command) {
    return switch (command) {
      case PROMOTE -> true;
      case SKIP -> isPromoted(release) || Steering.skipWeight(release).equals(Weight.ALL);
      case APPROVE ->
          release.approvals().waitReason() == Approvals.WaitReason.VERDICT
              || release.approvals().waitReason() == Approvals.WaitReason.UNPROVEN;
      case LOOK, PAUSE, RESUME, REJECT, ROLL_BACK -> false;
    };
  }
}
