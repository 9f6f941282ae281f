package dev.coalmine.cli.prove;

import dev.coalmine.cli.rehearsal.SampleAccount;
import dev.coalmine.embedded.asl.Execution;
import dev.coalmine.embedded.asl.ExecutionStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Judges a run by what the targets serve at its end and by what was said. It knows nothing of how
 * Coalmine decides.
 */
final class Oracle {
  private final PlayedRun run;
  private final Story story;
  private final List<Violation> violations = new ArrayList<>();

  private Oracle(PlayedRun run) {
    this.run = run;
    this.story = run.story();
  }

  /** The promises that a run broke; none if it kept all. */
  static List<Violation> judge(PlayedRun run) {
    Oracle oracle = new Oracle(run);
    oracle.judgeEnds();
    run.after().keySet().forEach(oracle::judgeTarget);
    oracle.judgeWhole();
    if (run.executions().size() == 1 || story(run).revert()) { // a stack may have rolled back
      run.executions().stream().reduce((first, last) -> last).ifPresent(oracle::judgeOutcome);
    }
    oracle.judgeDoors();
    return List.copyOf(oracle.violations);
  }

  private static Story.Traits story(PlayedRun run) {
    return run.story().traits();
  }

  private void add(ViolationKind kind, String found) {
    violations.add(new Violation(kind, found));
  }

  private void judgeEnds() {
    for (Execution each : run.executions()) {
      String name = each.identity().name();
      String outcome = PlayedRun.outcome(each);
      if (each.status() == ExecutionStatus.RUNNING && !mayNotAsk(each)) {
        add(ViolationKind.NEVER_ENDS, "%s is in %s".formatted(name, each.currentState()));
      } else if (!isEarlierRelease(each)) {
        if (PlayedRun.endedItself(each)) {
          judgeSaid(each, name, outcome);
        }
        judgeStuck(each);
      }
    }
  }

  /** A release that lost the right to ask for its approval holds its weight, and asks again. */
  private boolean mayNotAsk(Execution execution) {
    return run.denied() && execution.currentState().equals("WaitUnwakeable");
  }

  /** The release that a revert goes back from ended before the story began. */
  private boolean isEarlierRelease(Execution execution) {
    return story.traits().revert() && execution.equals(run.executions().get(0));
  }

  private void judgeSaid(Execution execution, String name, String outcome) {
    String said = run.lastSaid(execution);
    boolean withdrawn = outcome.equals("STUCK") && said.equals("ROLLED_BACK");
    boolean found = said.equals("STUCK"); // later, by RestoreStopped or Sweep
    if (said.isEmpty() && !run.unpublished()) {
      add(ViolationKind.UNTOLD, "%s ended %s".formatted(name, outcome));
    } else if (!said.isEmpty() && !said.equals(outcome) && !withdrawn && !found) {
      add(
          ViolationKind.CONTRADICTED,
          "%s ended %s, but %s was said".formatted(name, outcome, said));
    }
  }

  private void judgeTarget(String target) {
    TargetView end = run.after(target);
    boolean asks = run.executions().stream().anyMatch(this::mayNotAsk);
    if (!isWhole(target) && !isTold() && !asks) {
      add(ViolationKind.LEFT, "%s serves %s; %s".formatted(target, end, ends()));
    } else if (end.isMarked() && !isTold() && !asks) {
      add(ViolationKind.MARK_LEFT, "%s serves %s; %s".formatted(target, end, ends()));
    }
    judgeOverwritten(target);
  }

  /** Whether the target serves the new version, what it served before, or what others deployed. */
  private boolean isWhole(String target) {
    return isBack(target) || isNew(target) || isOthers(target) || isOfStack(target);
  }

  private boolean isBack(String target) {
    return edited(target, run.before(target)).servesLike(run.after(target));
  }

  private boolean isNew(String target) {
    return isPromised(target) || isOfPair(target);
  }

  private boolean isPromised(String target) {
    return Optional.ofNullable(story.promised().get(target))
        .map(
            view ->
                keepsDeployment(view) ? run.before(target).withVariables(view.variables()) : view)
        .filter(view -> edited(target, view).servesLike(end(target)))
        .isPresent();
  }

  /** Whether a release changes the variables of a stage only. */
  private static boolean keepsDeployment(TargetView promised) {
    return promised.primary().equals(SampleAccount.DEPLOYMENT);
  }

  /** A stack that rolls back asks for the old version, whatever is there. */
  private boolean isOfStack(String target) {
    boolean refused =
        run.doors().stream()
            .anyMatch(said -> said.filter(one -> one.startsWith("FAILED")).isPresent());
    return !run.doors().isEmpty()
        && (refused || run.executions().size() > 1)
        && target.equals(TargetViews.ORDERS)
        && TargetView.whole("7", Map.of()).servesLike(end(target));
  }

  /** Of two releases, each may be promoted or taken back, in any order. */
  private boolean isOfPair(String target) {
    return isPair()
        && target.equals(TargetViews.ORDERS)
        && Stream.of("7", "8")
            .anyMatch(version -> TargetView.whole(version, Map.of()).servesLike(end(target)));
  }

  private boolean isOthers(String target) {
    return run.byPeople(target).stream()
        .filter(TargetChange::isDeployment)
        .anyMatch(change -> isServed(target, edited(target, change.after())));
  }

  /**
   * Provisioned concurrency settles after a deployment, and sends all to the old version so long.
   */
  private boolean isServed(String target, TargetView theirs) {
    return TargetView.whole(theirs.primary(), theirs.variables()).servesLike(end(target))
        || theirs.servesLike(end(target));
  }

  /** What the target serves with the variable that somebody set meanwhile. */
  private TargetView edited(String target, TargetView view) {
    boolean set =
        run.byPeople(target).stream()
            .anyMatch(change -> change.after().variables().containsKey(OtherPeople.VARIABLE));
    return set ? view.withVariables(Map.of(OtherPeople.VARIABLE, OtherPeople.VALUE)) : view;
  }

  /** Whether a person is told: by the last event, by the outcome, or by an alarm. */
  private boolean isTold() {
    return !run.alarmed().isEmpty()
        || run.executions().stream()
            .anyMatch(
                each -> {
                  String said = run.lastSaid(each);
                  return said.equals("STUCK")
                      || (said.isEmpty() && PlayedRun.outcome(each).equals("STUCK"));
                });
  }

  private String ends() {
    return run.executions().stream()
        .map(
            each ->
                PlayedRun.outcome(each)
                    + (run.lastSaid(each).isEmpty() ? "" : ", said " + run.lastSaid(each)))
        .toList()
        .toString();
  }

  private void judgeOverwritten(String target) {
    Optional<TargetChange> theirs = Optional.empty();
    for (TargetChange each : run.changes()) {
      if (!each.target().equals(target)) {
        continue;
      }
      if (each.isByPerson()) {
        theirs = Optional.of(each);
      } else if (each.isLook()) { // the release goes on from what it found
        theirs = Optional.empty();
      } else {
        theirs.filter(change -> isUndone(change, each)).ifPresent(this::addOverwritten);
        theirs = Optional.empty();
      }
    }
    if (isEditLost(target)) {
      add(ViolationKind.OVERWRITTEN, "the edit of %s: it serves %s".formatted(target, end(target)));
    }
  }

  private void addOverwritten(TargetChange theirs) {
    add(ViolationKind.OVERWRITTEN, "%s, and now %s".formatted(theirs, end(theirs.target())));
  }

  private TargetView end(String target) {
    return run.after(target);
  }

  /**
   * A stage has no conditional writes: what comes between a handler's read and its write cannot be
   * seen (docs/limits.md).
   */
  private boolean isUndone(TargetChange theirs, TargetChange ours) {
    if (theirs.target().equals(TargetViews.STAGE) && isBetweenReadAndWrite(theirs, ours)) {
      return false;
    }
    return theirs.isDeployment()
        && ours.before().servesLike(theirs.after())
        && !ours.after().primary().equals(theirs.after().primary());
  }

  /** Just before the write, or after the read before it; tries of the write may have failed. */
  private boolean isBetweenReadAndWrite(TargetChange theirs, TargetChange ours) {
    if (theirs.call() == ours.call()) {
      return true;
    }
    AwsCall at = run.calls().get(theirs.call() - 1);
    return at.about().equals(theirs.target())
        && (at.isRead() || at.isWrite())
        && run.calls().subList(theirs.call(), ours.call() - 1).stream()
            .allMatch(call -> call.isWrite() && call.about().equals(theirs.target()));
  }

  /** A mark that a person is told of takes the place of a description for a time. */
  private boolean isEditLost(String target) {
    boolean marked = end(target).isMarked() && isTold();
    return run.byPeople(target).stream()
        .reduce((first, last) -> last)
        .filter(last -> !last.after().equals(end(target)))
        .filter(
            last ->
                (!marked
                        && last.after().description().equals(OtherPeople.TEXT)
                        && !end(target).description().equals(OtherPeople.TEXT))
                    || (last.after().variables().containsKey(OtherPeople.VARIABLE)
                        && !end(target).variables().containsKey(OtherPeople.VARIABLE)))
        .isPresent();
  }

  private void judgeWhole() {
    long moved = story.promised().keySet().stream().filter(this::isNew).count();
    if (!isDeployedByOthers() && !isTold() && moved > 0 && moved < story.promised().size()) {
      add(ViolationKind.HALF, "%s; %s".formatted(run.after(), ends()));
    }
  }

  private void judgeOutcome(Execution release) {
    String outcome = PlayedRun.outcome(release);
    boolean promises =
        story.traits().revert() ? outcome.equals("ROLLED_BACK") : outcome.equals("PROMOTED");
    if (promises) {
      judgePromoted(outcome);
    } else if (outcome.equals("ROLLED_BACK")) {
      judgeBack(ViolationKind.NOT_BACK);
    } else if (outcome.equals("REFUSED")) {
      judgeBack(ViolationKind.REFUSED_TOUCHED);
    }
  }

  private void judgePromoted(String outcome) {
    for (String target : story.promised().keySet()) {
      if (!isNew(target) && !isOthers(target) && !isOfStack(target) && !isTold()) {
        add(
            ViolationKind.NOT_PROMOTED,
            "%s serves %s after %s".formatted(target, end(target), outcome));
      }
    }
    if (story.traits().bad()
        && !isPromotionAskedFor()
        && story.promised().keySet().stream().anyMatch(this::isNew)) {
      add(ViolationKind.BAD_PROMOTED, String.valueOf(run.after()));
    }
  }

  /**
   * Whether a person wanted the promotion after all: by a redrive, or by a deployment after which a
   * stack's version is the older one, to which a stack goes back at once.
   */
  private boolean isPromotionAskedFor() {
    boolean older =
        !run.doors().isEmpty()
            && run.byPeople(TargetViews.ORDERS).stream().anyMatch(TargetChange::isDeployment);
    return older || (story.traits().stopped() && isRedriven());
  }

  private boolean isRedriven() {
    return run.executions().stream().anyMatch(each -> each.redriveCount() > 0);
  }

  private void judgeBack(ViolationKind kind) {
    for (String target : story.promised().keySet()) {
      if (!isBack(target) && !isOthers(target) && !isTold()) {
        add(kind, "%s serves %s".formatted(target, end(target)));
      } else if (kind == ViolationKind.REFUSED_TOUCHED) {
        run.byReleases(target).stream()
            .filter(TargetChange::moves)
            .findFirst()
            .ifPresent(touched -> add(kind, String.valueOf(touched)));
      }
    }
  }

  /** STUCK is the last word only if a person is needed; who lost a right for ever is one. */
  private void judgeStuck(Execution release) {
    String outcome = PlayedRun.outcome(release);
    String said = run.lastSaid(release);
    boolean last = said.equals("STUCK") || (said.isEmpty() && outcome.equals("STUCK"));
    boolean mayNotLook = run.denied() && !outcome.equals("STUCK");
    boolean inOrder =
        story.promised().keySet().stream()
            .allMatch(
                target ->
                    !end(target).isMarked()
                        && (isToGoOn(outcome) ? isNew(target) : isBack(target)));
    // A stack that rolls back by a release of its own may put in order what was not before.
    boolean ownRollback = !run.doors().isEmpty() && run.executions().size() > 1;
    if (last && inOrder && !isDeployedByOthers() && !mayNotLook && !isPair() && !ownRollback) {
      add(ViolationKind.FALSE_STUCK, release.cause());
    }
  }

  /** Whether the release is to end with what it promises: it promoted, or it is a revert. */
  private boolean isToGoOn(String outcome) {
    return outcome.equals("PROMOTED") || story.traits().revert();
  }

  private boolean isDeployedByOthers() {
    return story.promised().keySet().stream()
        .anyMatch(target -> run.byPeople(target).stream().anyMatch(TargetChange::isDeployment));
  }

  private boolean isPair() {
    return story.traits().equals(Story.Traits.PAIR);
  }

  /** CodePipeline could not invoke the function, or had no answer for 20 minutes, and says so. */
  private boolean isPipelinesOwn(String said) {
    return (said.contains("ConfigurationError") && said.contains("can't be invoked"))
        || (run.outage() && said.contains("status=TIMED_OUT"));
  }

  private void judgeDoors() {
    if (run.denied()) {
      return; // it may not tell
    }
    boolean served = story.promised().keySet().stream().allMatch(this::isNew);
    boolean others = story.promised().keySet().stream().anyMatch(this::isOthers);
    for (Optional<String> door : run.doors()) {
      String said = door.orElse("");
      boolean success = said.startsWith("SUCCESS") || said.contains("SUCCEEDED");
      if (door.isEmpty()) {
        add(ViolationKind.DOOR, "it was told nothing; %s".formatted(ends()));
      } else if (success != served
          && !others
          && !isTold()
          && !isPipelinesOwn(said)
          && !isRedriven()) {
        add(ViolationKind.DOOR, "it was told %s; %s".formatted(said, ends()));
      }
    }
  }
}
