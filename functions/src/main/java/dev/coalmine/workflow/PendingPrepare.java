package dev.coalmine.workflow;

import dev.coalmine.release.Decision;
import dev.coalmine.text.JsonView;
import java.time.Instant;
import java.util.List;

/**
 * Prepare's answer while a target is not ready but may be soon. Prepare reads it again at its next
 * look; at the first one there is an empty document in its place, and the release document after a
 * race that was lost.
 *
 * @param id the release's name
 * @param queued whether it waits for another release
 * @param holders executions that had a target when it last looked, the promotion of which is to be
 *     watched to its end; of a release that queues
 * @param since since when it has waited for that, or for something else
 * @param targets none is known yet
 * @param weight none yet
 * @param versions the version that the release settled on for each target, so that one published
 *     meanwhile does not take its place; empty for a stage
 * @param decision always AWAIT_TARGET
 * @param reason what is waited for
 * @param waitSeconds how long to wait before the next look
 */
record PendingPrepare(
    String id,
    boolean queued,
    List<String> holders,
    Instant since,
    List<Object> targets,
    int weight,
    List<String> versions,
    Decision decision,
    String reason,
    long waitSeconds) {

  /** Whom it was waiting for. */
  List<String> earlierHolders() {
    return holders == null ? List.of() : holders;
  }

  /** The versions that an earlier look settled on, in the order of the targets; none before it. */
  List<String> settledVersions() {
    if (versions != null) {
      return versions;
    }
    return targets == null ? List.of() : targets.stream().map(PendingPrepare::version).toList();
  }

  /** A release document tells them of its targets. */
  private static String version(Object target) {
    return JsonView.of(target).text("version", "");
  }

  /**
   * Since when it has waited for anything but another release.
   *
   * @param now the moment of a look that finds it waiting so
   */
  Instant unqueuedSince(Instant now) {
    return queued || since == null ? now : since;
  }
}
