package dev.coalmine.cli.web;

import dev.coalmine.document.StateAnswer;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.release.Approvals;
import dev.coalmine.release.Release;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.target.TargetChange;
import dev.coalmine.text.TextLimit;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state of one release, as far as it fits into a line.
 *
 * @param execution the execution of the release
 * @param number counts executions in the order in which they started
 * @param changeNumber when the row changed last, counted over all releases
 * @param answer the last answer of a handler
 * @param nextLook when the release looks by itself; absent while it does not wait
 * @param end how it ended, if it has
 */
record ReleaseRow(
    Execution execution,
    long number,
    long changeNumber,
    Optional<StateAnswer> answer,
    Optional<Instant> nextLook,
    Optional<ReleaseHistory.ExecutionEnd> end) {
  private static final int MOST_REASON = 160;

  static ReleaseRow started(Execution execution, long number, long change) {
    return new ReleaseRow(
        execution, number, change, Optional.empty(), Optional.empty(), Optional.empty());
  }

  ReleaseRow withAnswer(StateAnswer latest, long change) {
    return new ReleaseRow(execution, number, change, Optional.of(latest), Optional.empty(), end);
  }

  ReleaseRow withNextLook(Optional<Instant> at, long change) {
    return at.equals(nextLook) ? this : new ReleaseRow(execution, number, change, answer, at, end);
  }

  ReleaseRow withEnd(ReleaseHistory.ExecutionEnd how, long change) {
    return new ReleaseRow(execution, number, change, answer, Optional.empty(), Optional.of(how));
  }

  /** The execution's name. */
  String name() {
    return execution.identity().name();
  }

  /** The release's name; the execution's as long as it has none. */
  String id() {
    return answer.map(latest -> latest.idOr(name())).orElseGet(this::name);
  }

  boolean isRunning() {
    return end.isEmpty();
  }

  /** One word for the state of the release: its outcome, or what it does. */
  String standing() {
    return end.map(ReleaseHistory.ExecutionEnd::outcomeWord).orElseGet(this::waitsFor);
  }

  private String waitsFor() {
    return release()
        .map(release -> release.approvals().waitReason())
        .orElse(Approvals.WaitReason.NOTHING)
        .statusWord();
  }

  private Optional<Release> release() {
    return answer.flatMap(StateAnswer::release);
  }

  /** Why the release is in this state. */
  String reason() {
    return end.map(ReleaseHistory.ExecutionEnd::explanation)
        .filter(reason -> !reason.isEmpty())
        .orElseGet(() -> answer.map(StateAnswer::reason).orElse(""));
  }

  /** The canary's share in percent; -1 as long as it is not known. */
  int weight() {
    return answer.map(StateAnswer::weight).orElse(-1);
  }

  /** The targets of the release; none as long as they are not known. */
  List<TargetChange> targets() {
    return release().map(Release::targets).orElse(List.of());
  }

  /** For the list: the names are short, as hundreds of rows may be sent twice a second. */
  String toJson() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name());
    tree.put("id", id());
    tree.put("number", number);
    tree.put("standing", standing());
    tree.put("weight", weight());
    tree.put(
        "targets",
        targets().stream()
            .map(target -> List.of(target.targetName(), target.before(), target.after()))
            .toList());
    tree.put("reason", TextLimit.cut(reason(), MOST_REASON));
    nextLook.ifPresent(at -> tree.put("next", at.getEpochSecond()));
    end.ifPresent(how -> tree.put("ended", how.at().toEpochMilli()));
    return Json.toText(tree);
  }
}
