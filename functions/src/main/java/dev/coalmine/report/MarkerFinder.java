package dev.coalmine.report;

import dev.coalmine.release.Approvals;
import dev.coalmine.release.Decision;
import dev.coalmine.release.Release;
import dev.coalmine.request.SteeringEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the markers of a release: decisions, commands of people and failures. */
final class MarkerFinder {
  private final List<Marker> markers = new ArrayList<>();
  private Optional<Release> before = Optional.empty();

  private int order;

  private MarkerFinder() {}

  /** All markers of a release, oldest first. */
  static List<Marker> of(ReleaseHistory history) {
    MarkerFinder finder = new MarkerFinder();
    history.stateOutputs().forEach(finder::output);
    history.taskFailures().forEach(failure -> finder.failure(history, failure));
    history.end().ifPresent(end -> finder.end(history, end));
    finder.markers.sort(Comparator.comparing(Marker::at).thenComparing(Marker::order));
    return finder.markers;
  }

  private void output(ReleaseHistory.StateOutput output) {
    Release now = output.release();
    switch (output.state()) {
      case "Prepare" -> prepared(output);
      case "Claim" -> add(output, MarkerKind.CLAIM, "", now.reason());
      case "ShiftWeight" -> shifted(output);
      case "Promote" -> add(output, MarkerKind.PROMOTE, "100 %", now.reason());
      case "Rollback" -> rolledBack(output);
      case "Steer" -> steered(output);
      default -> {}
    }
    markWait(output);
    before = Optional.of(now);
    order += 2;
  }

  private void prepared(ReleaseHistory.StateOutput output) {
    Release now = output.release();
    boolean waits = now.decision() == Decision.AWAIT_TARGET || now.decision() == Decision.QUEUE;
    add(
        output,
        waits ? MarkerKind.WAIT : MarkerKind.START,
        waits ? "waiting" : "start",
        now.reason());
  }

  private void shifted(ReleaseHistory.StateOutput output) {
    Release now = output.release();
    int old = before.map(release -> release.weight().percent()).orElse(0);
    MarkerKind kind = now.weight().percent() < old ? MarkerKind.STEP_BACK : MarkerKind.ADVANCE;
    add(output, kind, now.weight().toString(), now.reason());
  }

  private void rolledBack(ReleaseHistory.StateOutput output) {
    switch (output.release().decision()) {
      case QUEUE -> add(output, MarkerKind.WAIT, "queued", output.release().reason());
      case REFUSE -> {} // nothing was written; the end of the release has the reason
      default ->
          add(
              output,
              MarkerKind.ROLL_BACK,
              "rolled back",
              ReleaseWording.rollbackText(output.release()));
    }
  }

  /** Marks a command, the answer of a hook, or a look before its time. */
  private void steered(ReleaseHistory.StateOutput output) {
    Release now = output.release();
    List<SteeringEntry> said = now.approvals().entries();
    List<SteeringEntry> old =
        before.map(release -> release.approvals().entries()).orElse(List.of());
    boolean awaitedHook =
        before.filter(release -> release.progress().hook().isPending()).isPresent();
    if (!said.isEmpty() && !said.equals(old)) {
      SteeringEntry last = said.get(said.size() - 1);
      add(output, kind(last), last.by(), now.reason());
    } else if (awaitedHook && !now.progress().hook().isPending()) {
      boolean failed = now.decision() == Decision.ROLL_BACK;
      add(output, failed ? MarkerKind.HOOK_FAILED : MarkerKind.HOOK_PASSED, "", now.reason());
    } else {
      add(output, MarkerKind.WOKEN, "", now.reason());
    }
  }

  private static MarkerKind kind(SteeringEntry said) {
    return switch (said.command()) {
      case LOOK -> MarkerKind.WOKEN;
      case PAUSE -> MarkerKind.PAUSE;
      case RESUME -> MarkerKind.RESUME;
      case SKIP, PROMOTE -> MarkerKind.SKIP;
      case ROLL_BACK -> MarkerKind.TOLD_BACK;
      case APPROVE -> MarkerKind.APPROVE;
      case REJECT -> MarkerKind.REJECT;
    };
  }

  /** Marks the first moment of a wait for a person or a hook. */
  private void markWait(ReleaseHistory.StateOutput output) {
    Release now = output.release();
    boolean asked =
        before
            .map(Release::approvals)
            .filter(
                people ->
                    people.isAwaitingApproval()
                        && people.waitReason() == now.approvals().waitReason()
                        && people.requestedWeight().equals(now.approvals().requestedWeight()))
            .isPresent();
    if (now.approvals().isAwaitingApproval() && !asked) {
      boolean weight = now.approvals().waitReason() == Approvals.WaitReason.APPROVAL;
      add(
          output,
          MarkerKind.ASK,
          weight ? now.approvals().requestedWeight() + "?" : "?",
          now.reason());
    }
    boolean called =
        before
            .map(release -> release.progress().hook())
            .filter(hook -> hook.name().equals(now.progress().hook().name()))
            .isPresent();
    if (now.progress().hook().isPending() && !called) {
      add(output, MarkerKind.HOOK, "", now.progress().hook() + " called");
    }
  }

  /** Marks a failure. Equal failures in a row get one marker. */
  private void failure(ReleaseHistory history, ReleaseHistory.TaskFailure failure) {
    String words = failure.state() + " failed: " + failure.error();
    int weight = weight(failure);
    boolean same =
        !markers.isEmpty()
            && markers.get(markers.size() - 1).kind() == MarkerKind.FAULT
            && markers.get(markers.size() - 1).words().equals(words);
    if (!same) {
      markers.add(
          new Marker(
              failure.at(),
              MarkerKind.FAULT,
              failure.state(),
              "",
              words,
              weight,
              order(history, failure)));
    }
  }

  /** The order of a failure: after all earlier answers, and before the answer of its own state. */
  private static int order(ReleaseHistory history, ReleaseHistory.TaskFailure failure) {
    long before =
        history.stateOutputs().stream()
            .filter(
                output ->
                    output.at().isBefore(failure.at())
                        || (output.at().equals(failure.at())
                            && !output.state().equals(failure.state())))
            .count();
    return Math.toIntExact(2 * before) - 1;
  }

  private int weight(ReleaseHistory.TaskFailure failure) {
    return markers.stream()
        .filter(marker -> marker.kind() != MarkerKind.FAULT && !marker.at().isAfter(failure.at()))
        .reduce((one, next) -> next)
        .map(Marker::weight)
        .orElse(0);
  }

  private void end(ReleaseHistory history, ReleaseHistory.ExecutionEnd end) {
    int weight = history.latest().map(release -> release.weight().percent()).orElse(0);
    String word = end.outcomeWord();
    switch (word) {
      case "ROLLED_BACK" -> {} // the rollback has a marker
      case "PROMOTED" ->
          markers.add(
              new Marker(end.at(), MarkerKind.DONE, "", "done", end.reason(), weight, order + 1));
      default ->
          markers.add(
              new Marker(
                  end.at(),
                  MarkerKind.STOPPED,
                  "",
                  ReleaseWording.outcomeText(word).toLowerCase(java.util.Locale.ROOT),
                  end.reason(),
                  weight,
                  order + 1));
    }
  }

  private void add(ReleaseHistory.StateOutput output, MarkerKind kind, String label, String words) {
    markers.add(
        new Marker(
            output.at(),
            kind,
            output.state(),
            label,
            words,
            output.release().weight().percent(),
            order));
  }

  /** The kinds that occur, in the order of their first marker. */
  static List<MarkerKind> kinds(List<Marker> markers) {
    return markers.stream().map(Marker::kind).distinct().collect(Collectors.toList());
  }
}
