package dev.coalmine.release;

import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.TargetMovedException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A target at one analysis.
 *
 * @param part its progress
 * @param expected the routing that it must have
 * @param found what was read
 */
record TargetReading(TargetProgress part, RoutingChange expected, Snapshot found) {
  boolean isSettling() {
    return found.isSettlingOn(part.currentRouting());
  }

  String settlingText() {
    return found.provisioning().toSentence(part.target(), found.routing());
  }

  /** Whether someone else changed it. */
  boolean isMoved() {
    return (!found.routing().equals(part.currentRouting()) && !isSettling())
        || expected.isForeign(found);
  }

  /**
   * Whether the gate still judges it: no one else changed it, or only something beside the
   * promotion, which serves all requests as before.
   */
  boolean isWatched() {
    return !isMoved()
        || (!expected.isForeign(found)
            && found.routing().servesAllOf(part.currentRouting(), part.before().routing()));
  }

  /** Whether it still serves something that this release promoted. */
  boolean hasPartOfPromotion() {
    return !isMoved()
        || (!expected.isForeign(found)
            && found.routing().hasPartOf(part.currentRouting(), part.before().routing()));
  }

  /**
   * Checks that no one set the old routing again, which AWS may still be preparing: that is no
   * deployment.
   *
   * @throws TargetMovedException if someone did
   */
  void requireNotTakenBack() {
    boolean back =
        found.routing().servesSameAs(part.before().routing())
            || found.isSettlingOn(part.before().routing());
    if (isMoved() && back) {
      throw new TargetMovedException(part.target(), part.currentRouting(), found);
    }
  }

  /** The decision of a watch that goes on, or ends, beside targets that someone else changed. */
  static Release noting(List<TargetReading> moved, Release decided) {
    boolean watched =
        decided.decision() == Decision.KEEP_WATCHING || decided.decision() == Decision.FINISH;
    return moved.isEmpty() || !watched
        ? decided
        : decided.withDecision(
            decided.decision(),
            decided.reason() + "; " + supersededText(moved, decided),
            decided.waitSeconds());
  }

  /** What someone else changed, for the reason. */
  static String supersededText(List<TargetReading> moved, Release release) {
    boolean served = moved.stream().allMatch(TargetReading::isWatched);
    return (served ? "changed by someone else during the watch: " : "superseded during the watch: ")
        + moved.stream().map(one -> one.now(release)).collect(Collectors.joining("; "));
  }

  private String now(Release release) {
    return (release.targetProgress().size() > 1 ? part.target() + " is " : "")
        + "now "
        + found.routing()
        + (found.isMarked() ? ", described as \"" + found.description() + "\"" : "");
  }
}
