package dev.coalmine.cli.web;

import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.HistoryEvent;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.release.Approvals;
import dev.coalmine.release.Outcome;
import dev.coalmine.text.DurationText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How one release stands, in as much as fits into a line.
 *
 * @param execution whose release it is
 * @param number counts executions in the order in which they started
 * @param changeNumber when it changed last, counted over all releases
 * @param release the document as it was said last; empty before the first
 * @param nextLook when it looks by itself; nothing where it does not wait
 * @param end how it ended, if it has
 */
record ReleaseRow(
    Execution execution,
    long number,
    long changeNumber,
    Map<?, ?> release,
    Optional<Instant> nextLook,
    Optional<RowEnd> end) {
  private static final int MOST_REASON = 160;

  /** How an execution ended: the word for it, why, and when. */
  record RowEnd(String word, String reason, Instant at) {}

  /**
   * What a release moves.
   *
   * @param name such as {@code orders:live}
   * @param before what served before it
   * @param after what is to serve
   */
  record MovedTarget(String name, String before, String after) {}

  static ReleaseRow started(Execution execution, long number, long changed) {
    return new ReleaseRow(execution, number, changed, Map.of(), Optional.empty(), Optional.empty());
  }

  /** As it stands after an event; the same where that tells nothing new. */
  ReleaseRow after(HistoryEvent event, long change) {
    return switch (event.type()) {
      case TASK_SCHEDULED -> isTokenTask(event) ? withNextLook(event, change) : this;
      case WAIT_STATE_ENTERED -> withNextLook(event, change);
      case TASK_STATE_EXITED ->
          withDocument(map(map(event.detailTree().get("output")).get("latest")), change);
      default -> this;
    };
  }

  private static boolean isTokenTask(HistoryEvent event) {
    return String.valueOf(event.detailTree().get("resource")).endsWith(".waitForTaskToken");
  }

  private ReleaseRow withNextLook(HistoryEvent event, long change) {
    long seconds = release.get("waitSeconds") instanceof Number wait ? wait.longValue() : 0;
    Instant until = event.timestamp().plusSeconds(seconds);
    return new ReleaseRow(execution, number, change, release, Optional.of(until), end);
  }

  private ReleaseRow withDocument(Map<?, ?> latest, long change) {
    Map<?, ?> said = map(latest.get("release"));
    return said.isEmpty()
        ? this
        : new ReleaseRow(execution, number, change, said, Optional.empty(), end);
  }

  /** As its last event leaves it. */
  ReleaseRow ended(HistoryEvent event, long change) {
    String reason = reasonOf(event);
    RowEnd how =
        new RowEnd(
            outcomeWord(),
            reason.isEmpty() ? text(release.get("reason")) : reason,
            event.timestamp());
    return new ReleaseRow(execution, number, change, release, Optional.empty(), Optional.of(how));
  }

  private String outcomeWord() {
    String status = execution.status().name();
    return Outcome.of(status, execution.error()).map(Outcome::name).orElse(status);
  }

  private String reasonOf(HistoryEvent event) {
    String cause = text(event.detailTree().get("cause"));
    String error = execution.error();
    boolean own = error.isEmpty() || Outcome.isOwn(error);
    return switch (event.type()) {
      case EXECUTION_SUCCEEDED -> text(map(event.detailTree().get("output")).get("reason"));
      default -> own ? cause : cause.isEmpty() ? error : error + ": " + cause;
    };
  }

  /** The execution's name. */
  String name() {
    return execution.identity().name();
  }

  /** The release's name; the execution's as long as it has none. */
  String id() {
    return release.get("id") instanceof String id ? id : name();
  }

  boolean isRunning() {
    return end.isEmpty();
  }

  /** One word for how it stands: an outcome, or what it does. */
  String standing() {
    return end.map(RowEnd::word).orElseGet(this::waitsFor);
  }

  private String waitsFor() {
    return map(release.get("people")).get("waitsFor") instanceof String what
        ? Approvals.WaitReason.valueOf(what).statusWord()
        : Approvals.WaitReason.NOTHING.statusWord();
  }

  /** Why it is as it is. */
  String reason() {
    return end.map(RowEnd::reason).orElseGet(() -> text(release.get("reason")));
  }

  /** The canary's share in percent; -1 as long as it is not known. */
  int weight() {
    return release.get("weight") instanceof Number weight ? weight.intValue() : -1;
  }

  /** What it moves; nothing as long as that is not known. */
  List<MovedTarget> movedTargets() {
    List<MovedTarget> moved = new ArrayList<>();
    if (release.get("targets") instanceof List<?> targets) {
      targets.forEach(target -> moved.add(movedTargets(map(target))));
    }
    return moved;
  }

  private static MovedTarget movedTargets(Map<?, ?> target) {
    String name =
        target.containsKey("stage")
            ? text(target.get("restApi")) + "/" + text(target.get("stage"))
            : text(target.get("function")) + ":" + text(target.get("alias"));
    return new MovedTarget(name, text(target.get("before")), text(target.get("after")));
  }

  /** For the list: short names, since there may be hundreds of them twice a second. */
  String toJson() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("name", name());
    tree.put("id", id());
    tree.put("number", number);
    tree.put("standing", standing());
    tree.put("weight", weight());
    tree.put(
        "targets",
        movedTargets().stream()
            .map(one -> List.of(one.name(), one.before(), one.after()))
            .toList());
    tree.put("reason", DurationText.cut(reason(), MOST_REASON));
    nextLook.ifPresent(at -> tree.put("next", at.getEpochSecond()));
    end.ifPresent(how -> tree.put("ended", how.at().toEpochMilli()));
    return Json.toText(tree);
  }

  private static Map<?, ?> map(Object tree) {
    return tree instanceof Map<?, ?> map ? map : Map.of();
  }

  private static String text(Object value) {
    return value == null ? "" : value.toString();
  }
}
