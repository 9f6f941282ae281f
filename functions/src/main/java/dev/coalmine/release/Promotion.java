package dev.coalmine.release;

import dev.coalmine.request.Hooks;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Weight;
import dev.coalmine.text.DurationText;
import dev.coalmine.text.TextLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The transitions of a release from its first shift to the end of the watch. */
public final class Promotion {
  private Promotion() {}

  /**
   * The pending weight was written.
   *
   * @param found the targets after that
   */
  public static Release shifted(Release release, List<Snapshot> found, Instant now) {
    return PlannedWrites.of(shifted(release, now)).written(found, now);
  }

  /** The pending weight was written. */
  public static Release shifted(Release release, Instant now) {
    Release next =
        release.with(release.progress().withNextStep(now)).with(TargetProgress::withWriteDone);
    String why = "%s %s".formatted(canariesText(next, "gets", "get"), next.weight());
    Release then =
        next.settings().hooks().eachStep().isEmpty()
            ? baking(next, why, now)
            : HookCalls.call(next, Hooks.EACH_STEP, why, now);
    return then.withEvent(ReleaseEvent.SHIFTED);
  }

  /** Bakes the step until its bake time ends, but at most for one poll. */
  private static Release baking(Release release, String why, Instant now) {
    Duration bake =
        release.plan().isPaced() ? release.settings().poll() : release.currentStep().bake();
    Instant end = release.progress().since().plus(bake);
    return release.withDecision(Decision.KEEP_BAKING, why, release.secondsUntil(end, now));
  }

  /** The promotion was written and read back; a watch of zero ends the release here. */
  public static Release promoted(Release release, List<Snapshot> found, Instant now) {
    boolean settling = isSettling(release, found);
    Release written =
        release
            .with(release.progress().withPromotion(settling, now))
            .with(TargetProgress::withWriteDone);
    Release next = PlannedWrites.of(written).seen(found, now);
    boolean hasSteps = !next.progress().completedSteps().isEmpty();
    String why =
        canariesText(next, "serves", "serve")
            + " all traffic"
            + (hasSteps ? "; " + release.reason() : "");
    Release then =
        next.settings().hooks().afterTraffic().isEmpty()
            ? watching(next, why, now)
            : HookCalls.call(next, Hooks.AFTER_TRAFFIC, why, now);
    boolean watched = !next.settings().watch().isZero() || settling;
    return watched ? then.withEvent(ReleaseEvent.WATCHING) : then;
  }

  private static boolean isSettling(Release release, List<Snapshot> found) {
    return IntStream.range(0, found.size())
        .anyMatch(i -> found.get(i).isSettlingOn(release.targetProgress().get(i).pendingRouting()));
  }

  /** Watches the promoted release; a watch of zero ends it. */
  private static Release watching(Release release, String why, Instant now) {
    Duration watch = release.settings().watch();
    boolean done = watch.isZero() && release.progress().phase() == ReleaseProgress.Phase.WATCHING;
    return release.withDecision(
        done ? Decision.FINISH : Decision.KEEP_WATCHING,
        why,
        release.secondsUntil(release.progress().since().plus(watch), now));
  }

  /** The canaries of all targets with a verb: {@code canary 8 gets}. */
  private static String canariesText(Release release, String one, String several) {
    List<TargetProgress> targets = release.targetProgress();
    if (targets.size() == 1) {
      return "canary " + targets.get(0).target().canaryText() + " " + one;
    }
    return "canaries "
        + targets.stream()
            .map(part -> part.target().canaryText() + " of " + part.target())
            .collect(Collectors.joining(", "))
        + " "
        + several;
  }

  /** The pending hook passed. */
  static Release hookPassed(Release release, String why, Instant now) {
    Release next = release.with(release.progress().withoutHookCall());
    return switch (release.progress().hook().name()) {
      case Hooks.BEFORE_TRAFFIC -> next.withPendingWrite(why);
      case Hooks.EACH_STEP -> baking(next, why, now);
      default -> watching(next, why + "; " + release.reason(), now);
    };
  }

  /**
   * Completes the step and goes on to the next weight, or waits for approval if that needs one, or
   * bakes on if the stack's policy asks for more time below 100 %.
   *
   * @param evidence what the completed step rests on
   */
  static Release advanceIfApproved(
      Release release, Weight next, String evidence, String why, Instant now) {
    if (ApprovalWait.isNeeded(release, next)) {
      return ApprovalWait.start(release, Approvals.WaitReason.APPROVAL, next, why, now);
    }
    Optional<Instant> held =
        next.equals(Weight.ALL) ? PromotionHold.end(release, now) : Optional.empty();
    return held.map(end -> hold(release, why, end, now))
        .orElseGet(() -> completeStep(release, evidence, now).withPendingWeight(next, why));
  }

  private static Release hold(Release release, String why, Instant end, Instant now) {
    return release.withDecision(
        Decision.KEEP_BAKING,
        why + "; " + PromotionHold.text(release, end),
        release.secondsUntil(end, now));
  }

  /** Records the current step as completed. */
  static Release completeStep(Release release, String evidence, Instant now) {
    return release.with(
        release
            .progress()
            .withCompletedStep(
                new CompletedStep(
                    release.weight(),
                    release.progress().since(),
                    now,
                    release.analysis().verdict(),
                    TextLimit.cut(evidence, CompletedStep.LONGEST_EVIDENCE))));
  }

  /** Ends the release after its promotion. */
  static Release finish(Release release, String why) {
    int steps = release.progress().completedSteps().size();
    Duration took = Duration.between(release.preparedAt(), release.progress().since());
    String summary =
        switch (steps) {
          case 0 -> "promoted at once";
          case 1 -> "1 step passed in " + DurationText.of(took);
          default -> steps + " steps passed in " + DurationText.of(took);
        };
    return release.withDecision(Decision.FINISH, summary + "; " + why, 1);
  }
}
