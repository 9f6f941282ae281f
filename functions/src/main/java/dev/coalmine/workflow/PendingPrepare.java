package dev.coalmine.workflow;

import dev.coalmine.release.Decision;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.text.JsonView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Prepare's answer while a target is not ready but may be soon. Prepare reads it at its next check.
 * At the first check there is an empty document in its place; after a lost race, the release
 * document.
 *
 * @param id the release's name
 * @param queued whether it waits for another release
 * @param holders for a release that queues, the executions that had a target at the last check; it
 *     waits for the end of their watch
 * @param since when the current wait began
 * @param targets always empty
 * @param weight always 0
 * @param versions the version chosen for each target at the first check, so that a version
 *     published later does not replace it; empty for a stage
 * @param decision always AWAIT_TARGET
 * @param reason what the release waits for
 * @param waitSeconds how long to wait before the next check
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

  /** The executions that it was waiting for. */
  List<String> earlierHolders() {
    return holders == null ? List.of() : holders;
  }

  /**
   * The version chosen at an earlier check; empty before that. A release document has no targets
   * that it left out.
   *
   * @param index place of the alias among the request's targets
   */
  Optional<String> settledVersion(int index, AliasTarget asked) {
    if (versions != null) {
      return Optional.of(versions.get(index));
    }
    return (targets == null ? List.of() : targets)
        .stream()
            .map(JsonView::of)
            .filter(
                target ->
                    target.text("function", "").equals(asked.functionName())
                        && target.text("alias", "").equals(asked.alias()))
            .map(target -> target.text("version", ""))
            .findFirst();
  }

  /**
   * When the wait for anything but another release began.
   *
   * @param now when a check finds that it waits for something else
   */
  Instant unqueuedSince(Instant now) {
    return queued || since == null ? now : since;
  }
}
