package dev.coalmine.report;

import dev.coalmine.release.Decision;
import dev.coalmine.release.People;
import dev.coalmine.release.Release;
import dev.coalmine.release.Said;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds in a story what is to be marked: every decision, every word of a person, every fault. */
final class Marks {
  private final List<Mark> marks = new ArrayList<>();
  private Optional<Release> before = Optional.empty();

  private int order;

  private Marks() {}

  /** All marks of a story, oldest first. */
  static List<Mark> of(Story story) {
    Marks marks = new Marks();
    story.moments().forEach(marks::moment);
    story.faults().forEach(fault -> marks.fault(story, fault));
    story.end().ifPresent(end -> marks.end(story, end));
    marks.marks.sort(Comparator.comparing(Mark::at).thenComparing(Mark::order));
    return marks.marks;
  }

  private void moment(Story.Moment moment) {
    Release now = moment.release();
    switch (moment.state()) {
      case "Prepare" -> prepared(moment);
      case "Claim" -> add(moment, Kind.CLAIM, "", now.reason());
      case "ShiftWeight" -> shifted(moment);
      case "Promote" -> add(moment, Kind.PROMOTE, "100 %", now.reason());
      case "Rollback" -> rolledBack(moment);
      case "Steer" -> steered(moment);
      default -> {}
    }
    waits(moment);
    before = Optional.of(now);
    order += 2;
  }

  private void prepared(Story.Moment moment) {
    Release now = moment.release();
    boolean waits = now.decision() == Decision.AWAIT_TARGET || now.decision() == Decision.QUEUE;
    add(moment, waits ? Kind.WAIT : Kind.START, waits ? "waits" : "start", now.reason());
  }

  private void shifted(Story.Moment moment) {
    Release now = moment.release();
    int old = before.map(release -> release.weight().percent()).orElse(0);
    Kind kind = now.weight().percent() < old ? Kind.STEP_BACK : Kind.ADVANCE;
    add(moment, kind, now.weight().toString(), now.reason());
  }

  private void rolledBack(Story.Moment moment) {
    switch (moment.release().decision()) {
      case QUEUE -> add(moment, Kind.WAIT, "queued", moment.release().reason());
      case REFUSE -> {} // nothing was touched, and the end says so
      default -> add(moment, Kind.ROLL_BACK, "rolled back", Sentences.back(moment.release()));
    }
  }

  /** Something was said, or a hook answered. */
  private void steered(Story.Moment moment) {
    Release now = moment.release();
    List<Said> said = now.people().said();
    List<Said> old = before.map(release -> release.people().said()).orElse(List.of());
    boolean hooked = before.filter(release -> release.progress().hook().isPending()).isPresent();
    if (!said.isEmpty() && !said.equals(old)) {
      Said last = said.get(said.size() - 1);
      add(moment, kind(last), last.by(), now.reason());
    } else if (hooked && !now.progress().hook().isPending()) {
      boolean failed = now.decision() == Decision.ROLL_BACK;
      add(moment, failed ? Kind.HOOK_FAILED : Kind.HOOK_PASSED, "", now.reason());
    } else {
      add(moment, Kind.WOKEN, "", now.reason());
    }
  }

  private static Kind kind(Said said) {
    return switch (said.command()) {
      case LOOK -> Kind.WOKEN;
      case PAUSE -> Kind.PAUSE;
      case RESUME -> Kind.RESUME;
      case SKIP, PROMOTE -> Kind.SKIP;
      case ROLL_BACK -> Kind.TOLD_BACK;
      case APPROVE -> Kind.APPROVE;
      case REJECT -> Kind.REJECT;
    };
  }

  /** From here on it waits for somebody for whom it did not wait before. */
  private void waits(Story.Moment moment) {
    Release now = moment.release();
    boolean asked =
        before
            .map(Release::people)
            .filter(
                people ->
                    people.isAsked()
                        && people.waitsFor() == now.people().waitsFor()
                        && people.asked().equals(now.people().asked()))
            .isPresent();
    if (now.people().isAsked() && !asked) {
      boolean weight = now.people().waitsFor() == People.For.APPROVAL;
      add(moment, Kind.ASK, weight ? now.people().asked() + "?" : "?", now.reason());
    }
    boolean called =
        before
            .map(release -> release.progress().hook())
            .filter(hook -> hook.name().equals(now.progress().hook().name()))
            .isPresent();
    if (now.progress().hook().isPending() && !called) {
      add(moment, Kind.HOOK, "", now.progress().hook() + " is called");
    }
  }

  /** Tries that failed alike in a row are one mark. */
  private void fault(Story story, Story.Fault fault) {
    String words = fault.state() + " failed: " + fault.error();
    int weight = weight(fault);
    boolean same =
        !marks.isEmpty()
            && marks.get(marks.size() - 1).kind() == Kind.FAULT
            && marks.get(marks.size() - 1).words().equals(words);
    if (!same) {
      marks.add(
          new Mark(fault.at(), Kind.FAULT, fault.state(), "", words, weight, order(story, fault)));
    }
  }

  /** Before what its state answered in the end, and after all that was answered until then. */
  private static int order(Story story, Story.Fault fault) {
    long before =
        story.moments().stream()
            .filter(
                moment ->
                    moment.at().isBefore(fault.at())
                        || (moment.at().equals(fault.at())
                            && !moment.state().equals(fault.state())))
            .count();
    return Math.toIntExact(2 * before) - 1;
  }

  private int weight(Story.Fault fault) {
    return marks.stream()
        .filter(mark -> mark.kind() != Kind.FAULT && !mark.at().isAfter(fault.at()))
        .reduce((one, next) -> next)
        .map(Mark::weight)
        .orElse(0);
  }

  private void end(Story story, Story.End end) {
    int weight = story.latest().map(release -> release.weight().percent()).orElse(0);
    String word = end.word();
    switch (word) {
      case "ROLLED_BACK" -> {} // the rollback itself is marked
      case "PROMOTED" ->
          marks.add(new Mark(end.at(), Kind.DONE, "", "done", end.reason(), weight, order + 1));
      default ->
          marks.add(
              new Mark(
                  end.at(),
                  Kind.STOPPED,
                  "",
                  Sentences.outcome(word).toLowerCase(java.util.Locale.ROOT),
                  end.reason(),
                  weight,
                  order + 1));
    }
  }

  private void add(Story.Moment moment, Kind kind, String label, String words) {
    marks.add(
        new Mark(
            moment.at(),
            kind,
            moment.state(),
            label,
            words,
            moment.release().weight().percent(),
            order));
  }

  /** The kinds that occur, in the order of their first mark. */
  static List<Kind> kinds(List<Mark> marks) {
    return marks.stream().map(Mark::kind).distinct().collect(Collectors.toList());
  }
}
