package dev.coalmine.report;

import dev.coalmine.release.Approvals;
import dev.coalmine.release.Decision;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseProgress;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.release.TargetProgress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The wording of release states. */
public final class ReleaseWording {
  private ReleaseWording() {}

  /** An outcome for people: {@code ROLLED BACK}. */
  static String outcomeText(String word) {
    return switch (word) {
      case "ABORTED" -> "STOPPED";
      default -> word.replace('_', ' ');
    };
  }

  /** The result of a rollback: {@code version 7 serves everything again}. */
  public static String rollbackText(Release release) {
    boolean several = release.targetProgress().size() > 1;
    String baselines =
        release.targetProgress().stream()
            .map(part -> baselineText(part) + (several ? " of " + part.target() : ""))
            .collect(Collectors.joining(", "));
    if (release.decision() != Decision.RESTORED && release.cause() == RollbackCause.OVERTAKEN) {
      return "an earlier attempt may still write; " + restoreWaitText(release);
    }
    return release.decision() == Decision.RESTORED
        ? baselines + (several ? " serve" : " serves") + " all traffic again"
        : baselines + (several ? " are" : " is") + " restored; " + restoreWaitText(release);
  }

  /** What a rollback waits for. */
  private static String restoreWaitText(Release release) {
    return release.progress().phase() == ReleaseProgress.Phase.GOING_BACK
        ? "AWS is still shifting traffic"
        : "looking again in %d s".formatted(release.waitSeconds());
  }

  /** What the target served before the release. */
  static String baselineText(TargetProgress part) {
    return part.before().routing().servingText();
  }

  /** What the target serves after a promotion. */
  static String canaryText(TargetProgress part) {
    return part.target().promotedRouting(part.before().routing()).servingText();
  }

  /** When a running release looks next; absent if it does not wait for a look. */
  static Optional<Instant> nextAnalysis(ReleaseHistory history) {
    List<ReleaseHistory.StateOutput> outputs = history.stateOutputs();
    if (history.end().isPresent() || outputs.isEmpty()) {
      return Optional.empty();
    }
    ReleaseHistory.StateOutput last = outputs.get(outputs.size() - 1);
    return switch (last.release().decision()) {
      case KEEP_BAKING, ASK, KEEP_WATCHING ->
          Optional.of(last.at().plusSeconds(last.release().waitSeconds()));
      default -> Optional.empty();
    };
  }

  /** What a running release waits for or does. */
  static String waitText(Release release) {
    String weight = release.weight().toString();
    return switch (release.decision()) {
      case KEEP_BAKING ->
          release.approvals().waitReason() == Approvals.WaitReason.RESUME
              ? "paused at " + weight
              : "holds " + weight;
      case ASK -> release.approvals().toText();
      case CALL_HOOK -> "waits for " + release.progress().hook();
      case KEEP_WATCHING -> "promoted, watching";
      case AWAIT_TARGET, QUEUE -> "waits for its targets";
      case CLAIM, AWAIT_CLAIM -> "claims its targets";
      case ADVANCE, PROMOTE -> "raises the canary's weight";
      case CHECK -> "checks targets and gate";
      case ROLL_BACK -> "rolls back";
      case AWAIT_RESTORE -> "rolled back; " + restoreWaitText(release);
      case RESTORED, REFUSE, FINISH -> "ends";
    };
  }
}
