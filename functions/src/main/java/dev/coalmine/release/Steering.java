package dev.coalmine.release;

import dev.coalmine.request.SteeringCommand;
import dev.coalmine.request.SteeringEntry;
import dev.coalmine.target.Weight;
import dev.coalmine.text.JsonView;
import java.time.Instant;
import java.util.Optional;

/**
 * Decides on a message that ended a wait of the release: a command, or a hook's answer.
 *
 * @param now when the message arrived
 */
public record Steering(Instant now) {

  /**
   * The release with its next decision.
   *
   * @param message the message, a JSON tree
   * @param failure why the pending hook failed, if it did
   */
  public Release decide(Release release, Object message, Optional<String> failure) {
    Optional<SteeringEntry> entry = SteeringEntry.of(JsonView.of(message), now);
    if (entry.isPresent()) {
      return notAllowedReason(release, entry.get().command(), now)
          .map(why -> release.withDecision(Decision.CHECK, rejectionText(entry.get(), why), 1))
          .or(() -> rollBackByAlarm(release, entry.get(), message))
          .orElseGet(() -> follow(release, entry.get()));
    }
    if (!release.progress().hook().isPending()) {
      return release.withDecision(Decision.CHECK, "woken by an input that is not a command", 1);
    }
    return failure
        .map(why -> new HookAnswer(HookAnswer.HookStatus.FAILED, why))
        .or(() -> Optional.of(HookAnswer.of(message)))
        .map(answer -> acceptHookAnswer(release, answer))
        .orElseThrow();
  }

  private static Optional<Release> rollBackByAlarm(
      Release release, SteeringEntry entry, Object message) {
    return entry.command() == SteeringCommand.LOOK
        ? FiredAlarm.of(JsonView.of(message)).flatMap(alarm -> alarm.rollBack(release))
        : Optional.empty();
  }

  private static String rejectionText(SteeringEntry entry, String why) {
    return "ignored %s by %s: the release %s"
        .formatted(entry.command().toText(), entry.attribution(), why);
  }

  /**
   * Why a release can't follow a command now, for a sentence that begins with "the release"; empty
   * if it can.
   *
   * @param now when the command arrives
   */
  public static Optional<String> notAllowedReason(
      Release release, SteeringCommand command, Instant now) {
    return notAllowedReason(release, command)
        .or(() -> PromotionHold.notAllowedReason(release, command, now));
  }

  /** The same, whatever the stack's policy says. */
  private static Optional<String> notAllowedReason(Release release, SteeringCommand command) {
    if (command == SteeringCommand.LOOK) {
      return Optional.empty();
    }
    boolean hook = release.progress().hook().isPending();
    return switch (release.progress().phase()) {
      case CLAIMING -> Optional.of("has not started yet");
      case GOING_BACK -> Optional.of("is being rolled back");
      case BAKING ->
          hook
              ? notAllowedDuringHook(release, command)
              : notAllowedWhileBaking(release.approvals(), command);
      case SETTLING, WATCHING ->
          hook
              ? notAllowedDuringHook(release, command)
              : notAllowedAfterPromotion(release, command);
    };
  }

  private static Optional<String> notAllowedDuringHook(Release release, SteeringCommand command) {
    return command == SteeringCommand.ROLL_BACK
        ? Optional.empty()
        : Optional.of("is waiting for " + release.progress().hook());
  }

  private static Optional<String> notAllowedWhileBaking(Approvals people, SteeringCommand command) {
    return switch (command) {
      case APPROVE, REJECT ->
          people.isAwaitingApproval()
              ? Optional.empty()
              : Optional.of("is not waiting for approval");
      case PAUSE -> people.isWaiting() ? Optional.of("is " + people.toText()) : Optional.empty();
      case RESUME ->
          people.waitReason() == Approvals.WaitReason.RESUME
              ? Optional.empty()
              : Optional.of("is not paused");
      case SKIP, PROMOTE ->
          people.isAwaitingApproval()
              ? Optional.of("is " + people.toText() + ": approve or reject it first")
              : Optional.empty();
      case LOOK, ROLL_BACK -> Optional.empty();
    };
  }

  private static Optional<String> notAllowedAfterPromotion(
      Release release, SteeringCommand command) {
    return switch (command) {
      case LOOK, ROLL_BACK -> Optional.empty();
      case SKIP ->
          release.progress().phase() == ReleaseProgress.Phase.WATCHING
              ? Optional.empty()
              : Optional.of("is promoted, but AWS is still shifting traffic");
      case APPROVE, REJECT ->
          release.approvals().isAwaitingApproval()
              ? Optional.empty()
              : Optional.of("is already promoted and only being watched");
      case PAUSE, RESUME, PROMOTE -> Optional.of("is already promoted and only being watched");
    };
  }

  private Release follow(Release release, SteeringEntry entry) {
    if (entry.command() == SteeringCommand.LOOK) {
      return release.withDecision(Decision.CHECK, entry.attribution(), 1);
    }
    Release noted = release.with(release.approvals().withEntry(entry));
    return switch (entry.command()) {
      case PAUSE -> pause(noted, entry);
      case RESUME ->
          ApprovalWait.end(noted, now)
              .withDecision(Decision.CHECK, "resumed by " + entry.attribution(), 1);
      case SKIP -> skip(noted, entry);
      case PROMOTE -> promote(ApprovalWait.end(noted, now), "promoted by " + entry.attribution());
      case APPROVE -> approve(noted, entry);
      case REJECT -> rollBack(noted, entry, "rejected by ");
      case ROLL_BACK -> rollBack(noted, entry, "rolled back by ");
      case LOOK -> noted;
    };
  }

  private Release pause(Release release, SteeringEntry entry) {
    return ApprovalWait.keepWaiting(
        release.with(release.approvals().withWait(Approvals.WaitReason.RESUME, Weight.NONE, now)),
        "paused by " + entry.attribution(),
        now);
  }

  private Release rollBack(Release release, SteeringEntry entry, String what) {
    RollbackCause cause = entry.isFromRelease() ? RollbackCause.REPLACED : RollbackCause.PERSON;
    return ReleaseRollback.rollBack(
        ApprovalWait.end(release, now), cause, what + entry.attribution());
  }

  private Release promote(Release release, String why) {
    Release passed =
        Promotion.completeStep(release, why, now)
            .with(release.approvals().withApproved(Weight.ALL));
    return passed.withPendingWeight(Weight.ALL, why);
  }

  private Release skip(Release release, SteeringEntry entry) {
    String by = entry.attribution();
    if (release.progress().phase() == ReleaseProgress.Phase.WATCHING) {
      return Promotion.finish(ApprovalWait.end(release, now), "watch ended by " + by);
    }
    Release resumed = ApprovalWait.end(release, now);
    Weight next = skipWeight(resumed);
    String why = "rest of the bake at %s skipped by %s".formatted(resumed.weight(), by);
    return Promotion.advanceIfApproved(resumed, next, why, why, now);
  }

  /** The weight after the rest of a bake was skipped. */
  static Weight skipWeight(Release release) {
    return release.plan().isPaced()
        ? release.plan().skipWeight(release.weight())
        : release.nextWeight();
  }

  /**
   * Goes on with the next analysis. It goes on at once before the first write, after the maximum
   * duration, and if the bake was skipped.
   */
  private Release approve(Release release, SteeringEntry entry) {
    String why =
        "%s %% approved by %s"
            .formatted(release.approvals().requestedWeight().percent(), entry.attribution());
    boolean verdict = release.approvals().waitReason() == Approvals.WaitReason.VERDICT;
    Release allowed =
        ApprovalWait.end(
            release.with(release.approvals().withApproved(release.approvals().requestedWeight())),
            now);
    if (release.progress().phase() == ReleaseProgress.Phase.WATCHING) {
      return Promotion.finish(allowed, why + "; " + release.analysis().reason());
    }
    if (wasBakeSkipped(release.approvals()) && !mustStillPass(allowed)) {
      return Promotion.completeStep(allowed, why, now)
          .withPendingWeight(release.approvals().requestedWeight(), why);
    }
    if (verdict) {
      return promote(allowed, why + "; " + release.analysis().reason());
    }
    return allowed.weight().equals(Weight.NONE)
        ? ReleaseStart.startTraffic(allowed, why, now).withEvent(ReleaseEvent.STARTED)
        : allowed.withDecision(Decision.CHECK, why, 1);
  }

  /** Whether what the stack demands before 100 % changed since the bake was skipped. */
  private boolean mustStillPass(Release allowed) {
    return allowed.approvals().approvedWeight().equals(Weight.ALL)
        && PromotionHold.notAllowedReason(allowed, SteeringCommand.PROMOTE, now).isPresent();
  }

  /** Whether it awaits approval because a command skipped the bake. */
  private static boolean wasBakeSkipped(Approvals people) {
    return people.entries().stream()
        .anyMatch(
            one -> one.command() == SteeringCommand.SKIP && one.at().equals(people.waitingSince()));
  }

  private Release acceptHookAnswer(Release release, HookAnswer answer) {
    String called = release.progress().hook().toString();
    boolean again = answer.status() == HookAnswer.HookStatus.PENDING;
    String message = again ? "it answered Pending again with its task token" : answer.message();
    String says = message.isEmpty() ? "" : ": " + message;
    return answer.status() != HookAnswer.HookStatus.SUCCEEDED
        ? ReleaseRollback.rollBack(
            release.with(release.progress().withoutHookCall()),
            RollbackCause.HOOK,
            called + " failed" + says)
        : Promotion.hookPassed(release, called + " passed" + says, now);
  }
}
