package dev.coalmine.release;

import dev.coalmine.request.Probe;
import java.time.Instant;

/**
 * When a look orders probes, and how many. A minute of the clock is ordered once, however many
 * looks it has, and all orders of a release stay within {@link Probe#mostRequests}.
 */
public final class ProbeSchedule {
  /** The longest run of probes: a function runs 15 minutes at most ("Lambda quotas"). */
  private static final int LONGEST = 14;

  private ProbeSchedule() {}

  /**
   * The minutes of probes of a target that are due after a look: this one and those before the next
   * look's, at most {@value #LONGEST}, without those that were ordered before; 0 if none are.
   *
   * @param decided the release with the decision of the look
   */
  public static int dueMinutes(Release decided, TargetProgress part, Instant now) {
    Probe probe = decided.settings().probe();
    if (probe.isOff() || !isRunning(decided)) {
      return 0;
    }
    ProbeMemory memory = part.memory().probe();
    long next = minute(now.plus(decided.settings().poll()));
    long due = Math.max(minute(now), next - 1) - Math.max(minute(now) - 1, memory.sentThrough());
    long left =
        (probe.mostRequests(decided.settings().maxDuration()) - memory.sent()) / probe.requests(1);
    return (int) Math.max(0, Math.min(Math.min(LONGEST, due), left));
  }

  /** Whether the canary stays below 100 % and nobody is waited for. */
  private static boolean isRunning(Release decided) {
    boolean below =
        decided.weight().percent() > 0
            && decided.weight().percent() < 100
            && decided.progress().phase() == ReleaseProgress.Phase.BAKING;
    return below
        && !decided.approvals().isWaiting()
        && decided.decision() != Decision.PROMOTE
        && decided.decision() != Decision.ROLL_BACK;
  }

  /** The release that remembers an order of so many minutes for one of its targets. */
  public static Release withOrder(
      Release decided, TargetProgress ordered, int minutes, Instant now) {
    ProbeMemory memory = ordered.memory().probe();
    long through = Math.max(minute(now) - 1, memory.sentThrough()) + minutes;
    long requests = decided.settings().probe().requests(minutes);
    AnalysisMemory after = ordered.memory().withProbe(memory.plusSent(requests, through));
    return decided.with(
        part -> part.target().equals(ordered.target()) ? part.withMemory(after) : part);
  }

  private static long minute(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), 60L);
  }
}
