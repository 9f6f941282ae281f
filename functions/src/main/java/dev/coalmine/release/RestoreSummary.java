package dev.coalmine.release;

import dev.coalmine.target.RestoreResult;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.TargetMovedException;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The results of a rollback's writes.
 *
 * @param release before the writes
 * @param results of each target, in the release's order
 */
record RestoreSummary(Release release, List<RestoreResult> results) {
  /** One target and its result. */
  private record TargetRestore(TargetProgress part, RestoreResult result) {
    boolean isRestored() {
      return result.found().isPresent() && !isSettling();
    }

    boolean isSettling() {
      return result.isSettlingOn(part.before().routing());
    }

    String settlingText() {
      Snapshot found = result.found().orElseThrow();
      return "%s: expected %s, found %s (%s)"
          .formatted(
              part.target(),
              part.before().routing(),
              found.routing(),
              found.provisioning().toSentence(part.target(), found.routing()));
    }
  }

  private Stream<TargetRestore> each() {
    return IntStream.range(0, results.size())
        .mapToObj(i -> new TargetRestore(release.targetProgress().get(i), results.get(i)));
  }

  /** Whether someone else moved a target. */
  boolean isMovedByOthers() {
    return results.stream().anyMatch(RestoreResult::isMovedByOthers);
  }

  /**
   * The exception for targets that someone else moved.
   *
   * @param move the message of an earlier state; by now the target may be where it was before
   */
  TargetMovedException targetMoved(Optional<String> move) {
    List<String> moved =
        results.stream()
            .filter(RestoreResult::isMovedByOthers)
            .map(result -> result.left().orElseThrow().getMessage())
            .toList();
    return new TargetMovedException(
        moved.isEmpty() ? move.stream().toList() : moved,
        results.size() > 1 ? restoredTargets() : List.of());
  }

  /** The names of the restored targets. */
  List<String> restoredTargets() {
    return each()
        .filter(TargetRestore::isRestored)
        .map(one -> one.part().target().toString())
        .toList();
  }

  /** Why targets were left alone that another release took after this one read them. */
  List<String> lostTargets() {
    return results.stream()
        .flatMap(result -> result.left().stream())
        .map(RuntimeException::getMessage)
        .toList();
  }

  /** Whether all targets that were left alone have the mark of another release. */
  boolean isLostToRelease() {
    return lostTargets().stream().allMatch(message -> message.contains(RoutingChange.MARKED));
  }

  /** The targets to which AWS is still shifting traffic back: expected and found routing. */
  List<String> unsettledTargets() {
    return each().filter(TargetRestore::isSettling).map(TargetRestore::settlingText).toList();
  }

  /** Whether the release never wrote to any target, except marks on stages. */
  boolean isUntouched() {
    return each().allMatch(this::isUntouched);
  }

  private boolean isUntouched(TargetRestore one) {
    TargetProgress part = one.part();
    RestoreResult result = one.result();
    if (part.everWritten()) {
      return false;
    }
    return result.left().isPresent()
        || (part.target().isWrittenConditionally()
            ? result.found().orElseThrow().revision().equals(part.before().revision())
            : release.progress().phase() == ReleaseProgress.Phase.CLAIMING && !result.wasMoved());
  }

  /**
   * Whether a target that the release had changed was found as before. Another attempt or a person
   * may have restored it, or the read was out of date: AWS does not promise that a read shows the
   * last write, so one read is not enough to say that it is back.
   */
  boolean isDoubtful() {
    return each()
        .anyMatch(
            one ->
                one.part().everWritten()
                    && one.result().found().isPresent()
                    && !one.result().wasMoved());
  }

  /** The progress of each target, with what this rollback wrote. */
  List<TargetProgress> writtenTargets() {
    return each()
        .map(one -> one.result().wasMoved() ? one.part().withRestoreWritten() : one.part())
        .toList();
  }
}
