package dev.coalmine.release;

import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * An attempt of a state that was throttled for minutes. The moment of the state stays that of its
 * entry, and what was decided or would be read is as old. So the state is left and entered anew.
 */
public final class LateAttempt {
  /** More attempts than other failures than throttling are given (canary.asl.json). */
  private static final int MOST = 7;

  /** For how long after its deadline or watch a release goes on to look afresh. */
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private LateAttempt() {}

  /** Whether an attempt comes late, after so many others. */
  public static boolean isLate(int earlier) {
    return earlier >= MOST;
  }

  /**
   * What to do instead of a late write: to look again before it, or, before the first write, to
   * enter the state again, so that the bake begins with the write.
   *
   * @param earlier how often the state was tried before
   * @param enteredAt when the state was entered
   * @param found the targets
   * @return empty if an earlier attempt has begun to write: then this one completes it
   */
  public static Optional<Release> ofWrite(
      Release release, int earlier, Instant enteredAt, List<Snapshot> found) {
    List<RoutingChange> left = PlannedWrites.of(release).expected();
    boolean begun =
        IntStream.range(0, found.size())
            .anyMatch(i -> !left.get(i).wanted().equals(found.get(i).routing()));
    if (begun) {
      return Optional.empty();
    }
    Release noted = StrayHandlers.note(release, earlier, enteredAt);
    return Optional.of(
        release.isTouched()
            ? noted.withDecision(Decision.CHECK, "throttled for long: " + release.reason(), 1)
            : noted.withDecision(release.decision(), release.reason(), 1));
  }

  /**
   * What to do instead of an analysis that comes late: to analyse as of now, until its time ends.
   */
  public static Optional<Release> ofAnalysis(Release release, int earlier, Instant enteredAt) {
    Instant end =
        release.progress().phase() == ReleaseProgress.Phase.BAKING
            ? release.deadline()
            : release.progress().since().plus(release.settings().watch());
    return !isLate(earlier) || enteredAt.isAfter(end.plus(PATIENCE))
        ? Optional.empty()
        : Optional.of(release.withDecision(Decision.CHECK, release.reason(), 1));
  }
}
