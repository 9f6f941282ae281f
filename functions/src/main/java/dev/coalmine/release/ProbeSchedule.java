package dev.coalmine.release;

import dev.coalmine.request.Probe;
import java.time.Duration;
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
   * The minutes of probes that are due after a look: those until the next look, at most {@value
   * #LONGEST}; 0 if none are.
   *
   * @param decided the release with the decision of the look
   */
  public static int dueMinutes(Release decided, Instant now) {
    Probe probe = decided.settings().probe();
    if (probe.isOff() || !isRunning(decided)) {
      return 0;
    }
    ProbeMemory memory = decided.targetProgress().get(0).memory().probe();
    if (minute(now) <= memory.sentThrough()) {
      return 0;
    }
    long poll = Duration.ofSeconds(59).plus(decided.settings().poll()).toMinutes();
    long left =
        (probe.mostRequests(decided.settings().maxDuration()) - memory.sent()) / probe.requests(1);
    return (int) Math.min(Math.min(LONGEST, Math.max(1, poll)), left);
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

  /** The release that remembers an order of so many minutes. */
  public static Release withOrder(Release decided, int minutes, Instant now) {
    long requests = decided.settings().probe().requests(minutes);
    long through = minute(now) + minutes - 1;
    return decided.with(
        part ->
            part.withMemory(
                part.memory().withProbe(part.memory().probe().plusSent(requests, through))));
  }

  private static long minute(Instant now) {
    return Math.floorDiv(now.getEpochSecond(), 60L);
  }
}
