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

/** Finds in a story what is to be marked: every decision, every word of a person, every fault. */
final class MarkerFinder {
  private final List<Marker> marks = new ArrayList<>();
  private Optional<Release> before = Optional.empty();

  private int order;

  private MarkerFinder() {}

  /** All marks of a story, oldest first. */
  static List<Marker> of(ReleaseHistory story) {
    MarkerFinder marks = new MarkerFinder();
    story.stateOutputs().forEach(marks::moment);
    story.taskFailures().forEach(fault -> marks.fault(story, fault));
    story.end().ifPresent(end -> marks.end(story, end));
    marks.marks.sort(Comparator.comparing(Marker::at).thenComparing(Marker::order));
    return marks.marks;
  }

  private void moment(ReleaseHistory.StateOutput moment) {
    Release now = moment.release();
    switch (moment.state()) {
      case "Prepare" -> prepared(moment);
      case "Claim" -> add(moment, MarkerKind.CLAIM, "", now.reason());
      case "ShiftWeight" -> shifted(moment);
      case "Promote" -> add(moment, MarkerKind.PROMOTE, "100 %", now.reason());
      case "Rollback" -> rolledBack(moment);
      case "Steer" -> steered(moment);
      default -> {}
    }
    waits(moment);
    before = Optional.of(now);
    order += 2;
  }

  private void prepared(ReleaseHistory.StateOutput moment) {
    Release now = moment.release();
    boolean waits = now.decision() == Decision.AWAIT_TARGET || now.decision() == Decision.QUEUE;
    add(
        moment,
        waits ? MarkerKind.WAIT : MarkerKind.START,
        waits ? "waiting" : "start",
        now.reason());
  }

  private void shifted(ReleaseHistory.StateOutput moment) {
    Release now = moment.release();
    int old = before.map(release -> release.weight().percent()).orElse(0);
    MarkerKind kind = now.weight().percent() < old ? MarkerKind.STEP_BACK : MarkerKind.ADVANCE;
    add(moment, kind, now.weight().toString(), now.reason());
  }

  private void rolledBack(ReleaseHistory.StateOutput moment) {
    switch (moment.release().decision()) {
      case QUEUE -> add(moment, MarkerKind.WAIT, "queued", moment.release().reason());
      case REFUSE -> {} // nothing was touched, and the end says so
      default ->
          add(
              moment,
              MarkerKind.ROLL_BACK,
              "rolled back",
              ReleaseWording.rollbackText(moment.release()));
    }
  }

  /** Something was said, or a hook answered. */
  private void steered(ReleaseHistory.StateOutput moment) {
    Release now = moment.release();
    List<SteeringEntry> said = now.people().said();
    List<SteeringEntry> old = before.map(release -> release.people().said()).orElse(List.of());
    boolean hooked = before.filter(release -> release.progress().hook().isPending()).isPresent();
    if (!said.isEmpty() && !said.equals(old)) {
      SteeringEntry last = said.get(said.size() - 1);
      add(moment, kind(last), last.by(), now.reason());
    } else if (hooked && !now.progress().hook().isPending()) {
      boolean failed = now.decision() == Decision.ROLL_BACK;
      add(moment, failed ? MarkerKind.HOOK_FAILED : MarkerKind.HOOK_PASSED, "", now.reason());
    } else {
      add(moment, MarkerKind.WOKEN, "", now.reason());
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

  /** From here on it waits for somebody for whom it did not wait before. */
  private void waits(ReleaseHistory.StateOutput moment) {
    Release now = moment.release();
    boolean asked =
        before
            .map(Release::people)
            .filter(
                people ->
                    people.isAwaitingApproval()
                        && people.waitsFor() == now.people().waitsFor()
                        && people.asked().equals(now.people().asked()))
            .isPresent();
    if (now.people().isAwaitingApproval() && !asked) {
      boolean weight = now.people().waitsFor() == Approvals.WaitReason.APPROVAL;
      add(moment, MarkerKind.ASK, weight ? now.people().asked() + "?" : "?", now.reason());
    }
    boolean called =
        before
            .map(release -> release.progress().hook())
            .filter(hook -> hook.name().equals(now.progress().hook().name()))
            .isPresent();
    if (now.progress().hook().isPending() && !called) {
      add(moment, MarkerKind.HOOK, "", now.progress().hook() + " called");
    }
  }

  /** Tries that failed alike in a row are one mark. */
  private void fault(ReleaseHistory story, ReleaseHistory.TaskFailure fault) {
    String words = fault.state() + " failed: " + fault.error();
    int weight = weight(fault);
    boolean same =
        !marks.isEmpty()
            && marks.get(marks.size() - 1).kind() == MarkerKind.FAULT
            && marks.get(marks.size() - 1).words().equals(words);
    if (!same) {
      marks.add(
          new Marker(
              fault.at(), MarkerKind.FAULT, fault.state(), "", words, weight, order(story, fault)));
    }
  }

  /** Before what its state answered in the end, and after all that was answered until then. */
  private static int order(ReleaseHistory story, ReleaseHistory.TaskFailure fault) {
    long before =
        story.stateOutputs().stream()
            .filter(
                moment ->
                    moment.at().isBefore(fault.at())
                        || (moment.at().equals(fault.at())
                            && !moment.state().equals(fault.state())))
            .count();
    return Math.toIntExact(2 * before) - 1;
  }

  private int weight(ReleaseHistory.TaskFailure fault) {
    return marks.stream()
        .filter(mark -> mark.kind() != MarkerKind.FAULT && !mark.at().isAfter(fault.at()))
        .reduce((one, next) -> next)
        .map(Marker::weight)
        .orElse(0);
  }

  private void end(ReleaseHistory story, ReleaseHistory.ExecutionEnd end) {
    int weight = story.latest().map(release -> release.weight().percent()).orElse(0);
    String word = end.outcomeWord();
    switch (word) {
      case "ROLLED_BACK" -> {} // the rollback itself is marked
      case "PROMOTED" ->
          marks.add(
              new Marker(end.at(), MarkerKind.DONE, "", "done", end.reason(), weight, order + 1));
      default ->
          marks.add(
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

  private void add(ReleaseHistory.StateOutput moment, MarkerKind kind, String label, String words) {
    marks.add(
        new Marker(
            moment.at(),
            kind,
            moment.state(),
            label,
            words,
            moment.release().weight().percent(),
            order));
  }

  /** The kinds that occur, in the order of their first mark. */
  static List<MarkerKind> kinds(List<Marker> marks) {
    return marks.stream().map(Marker::kind).distinct().collect(Collectors.toList());
  }
}
