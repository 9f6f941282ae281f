package dev.coalmine.release;

import dev.coalmine.request.Hooks;
import dev.coalmine.request.Request;
import dev.coalmine.target.Preflight;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Target;
import dev.coalmine.target.Weight;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** The transitions of a release from its preparation to its first write. */
public final class ReleaseStart {
  private ReleaseStart() {}

  /**
   * A release whose targets are ready; it has not written yet.
   *
   * @param targets in the order in which they are written; at least one
   * @param alarms of the gate, as they were read before the release
   * @param first the first weight of a plan that is paced by evidence; other plans ignore it
   */
  public static Release prepared(
      Release.ReleaseIdentity identity,
      Request request,
      List<TargetProgress> targets,
      List<WatchedAlarm> alarms,
      Weight first,
      Instant now) {
    Release initial = Release.initial(identity, request, targets, alarms, now);
    String ready = servingText(targets) + "; " + readinessText(alarms);
    Release pending =
        initial.withPendingWeight(initial.plan().isPaced() ? first : initial.nextWeight(), ready);
    Release next =
        PlannedWrites.of(pending).claimedTargets().isEmpty()
            ? startTraffic(pending, ready, now)
            : pending
                .inPhase(ReleaseProgress.Phase.CLAIMING, now)
                .withDecision(Decision.CLAIM, ready, 1);
    return next.withEvent(
        next.decision() == Decision.ASK ? ReleaseEvent.WAITING_FOR_APPROVAL : ReleaseEvent.STARTED);
  }

  /**
   * A release whose targets all serve already what it would bring. It ends at once, as promoted,
   * and writes nothing.
   */
  public static Release served(
      Release.ReleaseIdentity identity,
      Request request,
      List<TargetProgress> targets,
      List<WatchedAlarm> alarms,
      Instant now) {
    List<Target> served = targets.stream().map(TargetProgress::target).toList();
    return Release.initial(identity, request, targets, alarms, now)
        .inPhase(ReleaseProgress.Phase.WATCHING, now)
        .withDecision(Decision.FINISH, Preflight.servedText(served) + ": nothing was moved", 1);
  }

  /** Whether a release ended without a write, because its targets served what it asked for. */
  public static boolean movesNothing(Release release) {
    return release.decision() == Decision.FINISH && !release.isTouched();
  }

  private static Release withReason(Release release, String reason) {
    return release
        .withDecision(release.decision(), reason, release.waitSeconds())
        .withEvent(release.event());
  }

  /** The prepared release with what else people should know of it. */
  public static Release noting(Release prepared, List<String> notes) {
    return notes.isEmpty()
        ? prepared
        : withReason(prepared, prepared.reason() + "; " + String.join("; ", notes));
  }

  private static String servingText(List<TargetProgress> targets) {
    return targets.stream()
        .map(part -> part.target() + " serves " + part.before().routing())
        .collect(Collectors.joining("; "));
  }

  private static String readinessText(List<WatchedAlarm> alarms) {
    List<String> firing =
        alarms.stream().filter(WatchedAlarm::excused).map(WatchedAlarm::name).toList();
    return firing.isEmpty()
        ? "ready"
        : "ready, ignoring alarms already in ALARM: " + String.join(", ", firing);
  }

  /** The marks were written. Once they have stood for the claim time, the release goes on. */
  public static Release claimed(Release release, Instant now) {
    if (release.decision() == Decision.CLAIM) {
      return release.withDecision(
          Decision.AWAIT_CLAIM,
          "claimed " + claimedText(release),
          RoutingChange.CLAIM_TIME.toSeconds());
    }
    return startTraffic(
        release.inPhase(ReleaseProgress.Phase.BAKING, now),
        claimedText(release) + " is not claimed by another release",
        now);
  }

  private static String claimedText(Release release) {
    return PlannedWrites.of(release).claimedTargets().stream()
        .map(part -> part.target().toString())
        .collect(Collectors.joining(", "));
  }

  /** Goes on to the first write, or first to an approval or a hook that must come before it. */
  static Release startTraffic(Release release, String why, Instant now) {
    Weight first = release.pendingWeight();
    if (ApprovalWait.isNeeded(release, first)) {
      return ApprovalWait.start(release, Approvals.WaitReason.APPROVAL, first, why, now);
    }
    if (!release.settings().hooks().beforeTraffic().isEmpty()) {
      return HookCalls.call(release, Hooks.BEFORE_TRAFFIC, why, now);
    }
    return release.withPendingWrite(why);
  }
}
