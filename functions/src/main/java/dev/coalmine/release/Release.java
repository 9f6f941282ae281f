package dev.coalmine.release;

import dev.coalmine.request.BusyAction;
import dev.coalmine.request.Hooks;
import dev.coalmine.request.MetricScope;
import dev.coalmine.request.Plan;
import dev.coalmine.request.ReleaseSettings;
import dev.coalmine.request.Request;
import dev.coalmine.request.SteeringEntry;
import dev.coalmine.request.Step;
import dev.coalmine.target.AbandonedChange;
import dev.coalmine.target.RestoreResult;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.TargetChange;
import dev.coalmine.target.TargetMovedException;
import dev.coalmine.target.Weight;
import dev.coalmine.text.DurationText;
import dev.coalmine.text.TextLimit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A release: what was asked, what was found, how far it has come and what comes next. It travels
 * through the workflow as the release document; each state answers the next one.
 *
 * @param schema version of this document's shape; handlers refuse one that they do not know
 * @param id the release's name
 * @param execution ARN of the workflow execution
 * @param startedAt when the execution started
 * @param preparedAt when the targets were found ready
 * @param plan how
 * @param scope what the gate judges by beside alarms
 * @param terms on what terms
 * @param parts the targets, in the order in which they are moved
 * @param targets the same for the outcome
 * @param names the same for a sentence
 * @param progress how far it has come
 * @param people what people said, and what is asked of them
 * @param weight the share of requests that the canary has as far as this release knows
 * @param judgement what the gate said at the last look
 * @param decision what comes next
 * @param reason why, in one sentence with the numbers that decided
 * @param waitSeconds how long to wait before the next look, or for a hook's answer; at least 1
 * @param news what the world is told of this
 * @param cause why it goes back, in a word; NONE as long as it does not
 */
public record Release(
    int schema,
    String id,
    String execution,
    Instant startedAt,
    Instant preparedAt,
    Plan plan,
    MetricScope scope,
    ReleaseSettings terms,
    List<TargetProgress> parts,
    List<TargetChange> targets,
    String names,
    ReleaseProgress progress,
    Approvals people,
    Weight weight,
    AnalysisResult judgement,
    Decision decision,
    String reason,
    long waitSeconds,
    ReleaseEvent news,
    RollbackCause cause) {
  /** The shape that this code writes. */
  public static final int SCHEMA = 4;

  /**
   * For how long after its end an execution's unanswered write is expected: a handler that was in
   * flight writes within its time-out of 30 seconds, and this leaves room for some looks after
   * that.
   */
  private static final Duration LATE = Duration.ofMinutes(15);

  /** After a lost race the winner's mark shows at once; this keeps many losers from one moment. */
  private static final Duration QUEUE = Duration.ofSeconds(10);

  /** When, by whom and under which name a release runs. */
  public record ReleaseIdentity(String id, String execution, Instant startedAt) {}

  /**
   * Whatever names and weight are given, they are those of the parts. Documents of an execution
   * that began before there were causes have none.
   */
  public Release {
    cause = RollbackCause.orNone(cause);
    parts = List.copyOf(parts);
    targets = List.copyOf(targets);
    names = parts.stream().map(part -> part.target().toString()).collect(Collectors.joining(", "));
    weight = parts.get(0).weight();
  }

  /**
   * A release whose targets were found ready; nothing is written yet.
   *
   * @param parts the targets in the order in which they are moved; at least one
   * @param first the weight that a plan paced by evidence begins with
   */
  public static Release prepared(
      ReleaseIdentity identity,
      Request request,
      List<TargetProgress> parts,
      List<WatchedAlarm> alarms,
      Weight first,
      Instant now) {
    Release release =
        new Release(
            SCHEMA,
            identity.id(),
            identity.execution(),
            identity.startedAt(),
            now,
            request.plan(),
            request.scope(),
            request.settings(),
            parts,
            parts.stream().map(part -> part.target().toChange(part.before().routing())).toList(),
            "",
            ReleaseProgress.initial(alarms, now),
            Approvals.initial(now),
            Weight.NONE,
            AnalysisResult.NONE_YET,
            Decision.ADVANCE,
            "",
            1,
            ReleaseEvent.NONE,
            RollbackCause.NONE);
    String ready = release.serving() + "; " + readiness(alarms);
    Release begun =
        release.advanceTo(release.plan().isPaced() ? first : release.nextWeight(), ready);
    Release next =
        parts.stream().anyMatch(Release::needsClaim)
            ? begun
                .with(begun.progress.inPhase(ReleaseProgress.Phase.CLAIMING, now))
                .withDecision(Decision.CLAIM, ready, 1)
            : begun.startTraffic(ready, now);
    return next.withEvent(
        next.decision == Decision.ASK ? ReleaseEvent.WAITING_FOR_APPROVAL : ReleaseEvent.STARTED);
  }

  /** The first write, unless a person must allow it or a hook has a say before it. */
  Release startTraffic(String why, Instant now) {
    Weight first = pendingWeight();
    if (needsApproval(first)) {
      return awaitApproval(Approvals.WaitReason.APPROVAL, first, why, now);
    }
    if (!terms.hooks().beforeTraffic().isEmpty()) {
      return callHook(Hooks.BEFORE_TRAFFIC, why, now);
    }
    return proceedToPendingWrite(why);
  }

  /** On to the write that was announced. */
  private Release proceedToPendingWrite(String why) {
    boolean all = pendingWeight().equals(Weight.ALL);
    return withDecision(all ? Decision.PROMOTE : Decision.ADVANCE, why, 1);
  }

  /** The weight of the announced write; the one that stands if none is announced. */
  private Weight pendingWeight() {
    TargetProgress first = parts.get(0);
    return first.target().weightIn(first.writing());
  }

  /**
   * The way back of a release that was promoted, as a release of its own: everything goes back to
   * where it was, if it still stands as this release left it.
   *
   * @param execution of the way back
   */
  public Release toRevert(String execution, Instant startedAt, SteeringEntry said, Instant now) {
    Release back =
        new Release(
            SCHEMA,
            id,
            execution,
            startedAt,
            now,
            plan,
            scope,
            terms,
            parts.stream().map(TargetProgress::toRevert).toList(),
            targets,
            names,
            progress,
            people.withEntry(said),
            weight,
            judgement,
            decision,
            reason,
            waitSeconds,
            ReleaseEvent.NONE,
            RollbackCause.REVERTED);
    return back.withDecision(Decision.ROLL_BACK, "reverted by " + said.attribution(), 1);
  }

  private static boolean needsClaim(TargetProgress part) {
    return !part.target().isWrittenConditionally();
  }

  private String serving() {
    return parts.stream()
        .map(part -> part.target() + " serves " + part.before().routing())
        .collect(Collectors.joining("; "));
  }

  private static String readiness(List<WatchedAlarm> alarms) {
    List<String> firing =
        alarms.stream().filter(WatchedAlarm::excused).map(WatchedAlarm::name).toList();
    return firing.isEmpty()
        ? "ready"
        : "ready, ignoring alarms already in ALARM: " + String.join(", ", firing);
  }

  /** The step whose weight stands. */
  Step currentStep() {
    return plan.steps().get(progress.step());
  }

  /** The marks to leave on targets that can't be written conditionally. */
  public List<RoutingChange> claimChanges() {
    return parts.stream()
        .filter(Release::needsClaim)
        .map(part -> part.claimChange(mark()))
        .toList();
  }

  /** The writes that this document announced: the next step's weight, or promotion. */
  public List<RoutingChange> pendingChanges() {
    return moves(TargetProgress::pendingChange);
  }

  /**
   * The writes that take everything back, whatever was announced.
   *
   * @param othersMoved whether the rollback is because somebody else moved a target
   */
  public List<RoutingChange> restoreChanges(boolean othersMoved) {
    return moves((part, mark) -> part.restoreChange(mark, othersMoved));
  }

  /**
   * What this document's release may have left of itself, if its execution was ended from outside.
   *
   * @param endedAt when it was
   * @param now when the targets are looked at
   */
  public List<AbandonedChange> abandonedChanges(Instant endedAt, Instant now) {
    boolean lately = now.isBefore(endedAt.plus(LATE));
    return parts.stream().map(part -> part.abandonedChange(mark(), lately)).toList();
  }

  /** The routings that must stand while nothing is being written. */
  List<RoutingChange> expectedRoutings() {
    return moves(TargetProgress::expectedRouting);
  }

  private List<RoutingChange> moves(BiFunction<TargetProgress, String, RoutingChange> move) {
    return parts.stream().map(part -> move.apply(part, mark())).toList();
  }

  private String mark() {
    return RoutingChange.MARK + execution;
  }

  /** The marks stand; if they still do after a while, the targets are this release's. */
  public Release claimed(Instant now) {
    if (decision == Decision.CLAIM) {
      return withDecision(Decision.AWAIT_CLAIM, "claimed " + claimed(), RoutingChange.CLAIM_TIME.toSeconds());
    }
    return with(progress.inPhase(ReleaseProgress.Phase.BAKING, now))
        .startTraffic(claimed() + " is not claimed by another release", now);
  }

  private String claimed() {
    return parts.stream()
        .filter(Release::needsClaim)
        .map(part -> part.target().toString())
        .collect(Collectors.joining(", "));
  }

  /** The announced step was written and read back. */
  public Release shifted(Instant now) {
    Release next = with(progress.withNextStep(now)).with(TargetProgress::withWriteDone);
    String why = "%s %s".formatted(canariesText("gets", "get"), next.weight());
    Release then =
        terms.hooks().eachStep().isEmpty()
            ? next.baking(why, now)
            : next.callHook(Hooks.EACH_STEP, why, now);
    return then.withEvent(ReleaseEvent.SHIFTED);
  }

  /** The weight stands; the next look comes when it may have passed, or after a poll. */
  private Release baking(String why, Instant now) {
    Duration look = plan.isPaced() ? terms.poll() : currentStep().bake();
    return withDecision(Decision.KEEP_BAKING, why, secondsUntil(progress.since().plus(look), now));
  }

  /** The promotion was written and read back; a watch of zero ends the release here. */
  public Release promoted(List<Snapshot> found, Instant now) {
    boolean settling =
        IntStream.range(0, found.size())
            .anyMatch(i -> found.get(i).routing().isSettlingOn(parts.get(i).writing()));
    Release next =
        with(progress.withPromotion(settling, now))
            .with(TargetProgress::withWriteDone)
            .withSnapshots(found);
    String why =
        "%s all traffic%s"
            .formatted(
                canariesText("serves", "serve"), progress.steps().isEmpty() ? "" : "; " + reason);
    Release then =
        terms.hooks().afterTraffic().isEmpty()
            ? next.watching(why, now)
            : next.callHook(Hooks.AFTER_TRAFFIC, why, now);
    boolean watched = !terms.watch().isZero() || settling;
    return watched ? then.withEvent(ReleaseEvent.WATCHING) : then;
  }

  /** Promoted; a watch of zero ends the release here. */
  private Release watching(String why, Instant now) {
    boolean done = terms.watch().isZero() && progress.phase() == ReleaseProgress.Phase.WATCHING;
    return withDecision(
        done ? Decision.FINISH : Decision.KEEP_WATCHING,
        why,
        secondsUntil(progress.since().plus(terms.watch()), now));
  }

  /** Whether a person must allow this weight first. */
  boolean needsApproval(Weight next) {
    return terms.approval().isNeededFor(next, people.allowed());
  }

  /** A person is asked; the weight stands meanwhile. */
  Release awaitApproval(Approvals.WaitReason what, Weight weight, String why, Instant now) {
    Release asking = with(people.withWait(what, weight, now));
    return asking
        .keepWaiting(asking.people.toText() + ": " + why, now)
        .withEvent(ReleaseEvent.WAITING_FOR_APPROVAL);
  }

  /** The weight stands until a person says something, or their time is over. */
  Release keepWaiting(String why, Instant now) {
    Duration poll = terms.approval().poll(terms.poll());
    Duration left = Duration.between(now, people.since().plus(terms.approval().timeout()));
    Duration wait = left.compareTo(poll) < 0 ? left : poll;
    return withDecision(
        people.isAwaitingApproval() ? Decision.ASK : Decision.KEEP_BAKING, why, wholeSeconds(wait));
  }

  /** Whether a person was waited for as long as may be. */
  boolean isWaitTimedOut(Instant now) {
    return !now.isBefore(people.since().plus(terms.approval().timeout()));
  }

  /** The release does not wait for people any more; the time was theirs. */
  Release withoutWait(Instant now) {
    return with(progress.plusWaited(people.waitedUntil(now))).with(people.withoutWait(now));
  }

  /**
   * A hook is asked, or asked again; all its calls together have one time to answer in, and below
   * 100 % it ends with that of the release.
   */
  Release callHook(String hook, String why, Instant now) {
    Release calling = with(progress.withHookCall(hook, terms.hooks().function(hook), now));
    Instant end = calling.progress.hook().since().plus(Hooks.timeout(hook));
    boolean below = !hook.equals(Hooks.AFTER_TRAFFIC) && deadline().isBefore(end);
    Duration left = Duration.between(now, below ? deadline() : end);
    return calling.withDecision(Decision.CALL_HOOK, why, wholeSeconds(left));
  }

  /** A hook wants to go on. */
  Release hookPassed(String why, Instant now) {
    Release next = with(progress.withoutHookCall());
    return switch (progress.hook().name()) {
      case Hooks.BEFORE_TRAFFIC -> next.proceedToPendingWrite(why);
      case Hooks.EACH_STEP -> next.baking(why, now);
      default -> next.watching(why + "; " + reason, now);
    };
  }

  /** When the release must be promoted, if nobody was waited for in between. */
  Instant deadline() {
    return preparedAt.plus(terms.maxDuration()).plus(progress.waited());
  }

  /**
   * Back to where everything was, because of this. Before the first write was due there is nothing
   * to take back but marks.
   */
  Release rollBack(RollbackCause cause, String why) {
    boolean nothingWritten =
        progress.phase() == ReleaseProgress.Phase.BAKING && !isTouched() && !isAboutToWrite();
    Release back =
        nothingWritten
            ? with(progress.inPhase(ReleaseProgress.Phase.CLAIMING, progress.since()))
            : this;
    return back.withCause(cause)
        .withDecision(Decision.ROLL_BACK, why + ", at weight " + atWeight(), 1);
  }

  private boolean isTouched() {
    return parts.stream().anyMatch(TargetProgress::touched);
  }

  /** Whether this document sends the workflow to a state that moves requests. */
  private boolean isAboutToWrite() {
    return decision == Decision.ADVANCE || decision == Decision.PROMOTE;
  }

  /**
   * The old routings were written back and read back, where they were this release's to write. AWS
   * may still be busy moving the requests there.
   *
   * @param returns what became of each part, in the parts' order
   * @param move what a state before said of somebody else's move, if that is why it all goes back
   * @throws TargetMovedException if someone else moved a target; the others are back
   * @throws NotRestoredException if AWS has been busy for too long
   */
  public Release restored(List<RestoreResult> returns, Optional<String> move, Instant now) {
    if (move.isPresent() || returns.stream().anyMatch(RestoreResult::isMovedByOthers)) {
      throw targetMoved(returns, move);
    }
    List<String> lost = isReverting() ? lostTargets(returns) : List.of();
    if (!lost.isEmpty() && lost.size() < parts.size()) {
      throw new TargetMovedException(lost, restoredTargets(returns));
    }
    if (!lost.isEmpty()) {
      return withDecision(Decision.REFUSE, reason + ", but " + String.join("; ", lost), 1);
    }
    if (partsWhere(i -> isUntouched(parts.get(i), returns.get(i))).count() == parts.size()) {
      return withDecision(Decision.REFUSE, reason, 1);
    }
    Release back =
        with(progress.inPhase(ReleaseProgress.Phase.GOING_BACK, now))
            .with(TargetProgress::withRestoreDone);
    List<String> elsewhere = unsettledTargets(returns);
    if (elsewhere.isEmpty()) {
      return back.withDecision(Decision.RESTORED, reason, 1);
    }
    if (back.progress.isOverdue(now)) {
      throw new NotRestoredException(elsewhere);
    }
    return back.withDecision(
        Decision.AWAIT_RESTORE, reason, ReleaseProgress.SETTLING_POLL.toSeconds());
  }

  /**
   * The same for a release that lost a race: where it is to be refused and wants to wait instead,
   * it begins anew. What it had announced will not be written any more, and if it is stopped while
   * it waits, nobody must take the winner's doing for it.
   */
  public Release queueInsteadOfRefuse() {
    return decision == Decision.REFUSE && terms.ifBusy() != BusyAction.REFUSE
        ? with(TargetProgress::withoutPendingWrite)
            .withCause(RollbackCause.NONE)
            .withDecision(Decision.QUEUE, reason, QUEUE.toSeconds())
        : this;
  }

  /** A target that somebody else moved may be where it was by now: that was not this release. */
  private TargetMovedException targetMoved(List<RestoreResult> returns, Optional<String> move) {
    List<String> said =
        returns.stream()
            .filter(RestoreResult::isMovedByOthers)
            .map(back -> back.left().orElseThrow().getMessage())
            .toList();
    return new TargetMovedException(
        said.isEmpty() ? move.stream().toList() : said,
        parts.size() > 1 ? restoredTargets(returns) : List.of());
  }

  /** The targets that are back. */
  private List<String> restoredTargets(List<RestoreResult> returns) {
    return partsWhere(i -> isRestored(parts.get(i), returns.get(i)))
        .map(part -> part.target().toString())
        .toList();
  }

  /** Why targets were left that another release took after this one's first look. */
  private static List<String> lostTargets(List<RestoreResult> returns) {
    return returns.stream()
        .flatMap(back -> back.left().stream())
        .map(RuntimeException::getMessage)
        .toList();
  }

  /** Whether this is the way back of another release, which has written nothing yet. */
  public boolean isReverting() {
    return parts.stream().anyMatch(TargetProgress::isReverting);
  }

  private static boolean isRestored(TargetProgress part, RestoreResult back) {
    return back.found().isPresent() && !back.isSettlingOn(part.before().routing());
  }

  /** The targets whose requests AWS has not moved back yet, and where they go. */
  private List<String> unsettledTargets(List<RestoreResult> returns) {
    return IntStream.range(0, parts.size())
        .filter(i -> returns.get(i).isSettlingOn(parts.get(i).before().routing()))
        .mapToObj(
            i ->
                "%s: expected %s, found %s"
                    .formatted(
                        parts.get(i).target(),
                        parts.get(i).before().routing(),
                        returns.get(i).found().orElseThrow().routing()))
        .toList();
  }

  /** Whether nothing of this release was ever written there but, on a stage, its mark. */
  private boolean isUntouched(TargetProgress part, RestoreResult back) {
    return back.left().isPresent()
        || (!part.touched()
            && (part.target().isWrittenConditionally()
                ? back.found().orElseThrow().revision().equals(part.before().revision())
                : progress.phase() == ReleaseProgress.Phase.CLAIMING && !back.wasMoved()));
  }

  private Stream<TargetProgress> partsWhere(IntPredicate chosen) {
    return IntStream.range(0, parts.size()).filter(chosen).mapToObj(parts::get);
  }

  /** A state failed for good: everything goes back, and this is why. */
  public Release rollBackFailure(String why) {
    return isRollingBack() ? this : rollBack(RollbackCause.FAULT, why);
  }

  /** Someone else was first: what was written meanwhile goes back, and this is why. */
  public Release rollBackRefusal(String why) {
    if (isRollingBack()) {
      return this;
    }
    ReleaseProgress.Phase phase = isTouched() ? progress.phase() : ReleaseProgress.Phase.CLAIMING;
    return with(progress.inPhase(phase, progress.since()))
        .withCause(RollbackCause.OVERTAKEN)
        .withDecision(Decision.ROLL_BACK, why, 1);
  }

  private boolean isRollingBack() {
    return decision == Decision.ROLL_BACK || decision == Decision.AWAIT_RESTORE;
  }

  /** The weight of the plan's next step, or everything after the last. */
  Weight nextWeight() {
    int next = progress.step() + 1;
    return next == plan.steps().size() ? Weight.ALL : plan.steps().get(next).weight();
  }

  /** The step is over, by this evidence. */
  Release completeStep(String evidence, Instant now) {
    return with(
        progress.withCompletedStep(
            new CompletedStep(
                weight,
                progress.since(),
                now,
                judgement.verdict(),
                TextLimit.cut(evidence, CompletedStep.LONGEST_EVIDENCE))));
  }

  /** Promoted, and not watched any longer. */
  Release finish(String why) {
    int steps = progress.steps().size();
    Duration took = Duration.between(preparedAt, progress.since());
    String way =
        switch (steps) {
          case 0 -> "promoted at once";
          case 1 -> "1 step passed in " + DurationText.of(took);
          default -> steps + " steps passed in " + DurationText.of(took);
        };
    return withDecision(Decision.FINISH, way + "; " + why, 1);
  }

  /** The step is over, by this evidence, unless a person must allow the next weight. */
  Release advanceIfApproved(Weight next, String evidence, String why, Instant now) {
    return needsApproval(next)
        ? awaitApproval(Approvals.WaitReason.APPROVAL, next, why, now)
        : completeStep(evidence, now).advanceTo(next, why);
  }

  /** Announces the next write: a weight, or promotion. */
  Release advanceTo(Weight next, String why) {
    return with(part -> part.withPendingWeight(next))
        .withDecision(next.equals(Weight.ALL) ? Decision.PROMOTE : Decision.ADVANCE, why, 1);
  }

  Release withDecision(Decision decision, String reason, long waitSeconds) {
    return copy(
        parts,
        progress,
        people,
        judgement,
        new NextAction(decision, reason, waitSeconds, ReleaseEvent.NONE, cause));
  }

  Release withEvent(ReleaseEvent news) {
    return copy(
        parts,
        progress,
        people,
        judgement,
        new NextAction(decision, reason, waitSeconds, news, cause));
  }

  private Release withCause(RollbackCause cause) {
    return copy(
        parts,
        progress,
        people,
        judgement,
        new NextAction(decision, reason, waitSeconds, news, cause));
  }

  Release withAnalysis(AnalysisResult judgement) {
    return copy(parts, progress, people, judgement, next());
  }

  Release with(ReleaseProgress progress) {
    return copy(parts, progress, people, judgement, next());
  }

  Release with(Approvals people) {
    return copy(parts, progress, people, judgement, next());
  }

  private Release with(UnaryOperator<TargetProgress> change) {
    return with(parts.stream().map(change).toList());
  }

  private Release with(List<TargetProgress> parts) {
    return copy(parts, progress, people, judgement, next());
  }

  /** The same, remembering the stamps with which the written routings were found. */
  Release withSnapshots(List<Snapshot> found) {
    return with(
        IntStream.range(0, parts.size())
            .mapToObj(i -> parts.get(i).withSnapshot(found.get(i)))
            .toList());
  }

  /** The same, remembering what the metrics said of each part. */
  Release withMemories(List<AnalysisMemory> trials) {
    return trials.isEmpty()
        ? this
        : with(
            IntStream.range(0, parts.size())
                .mapToObj(i -> parts.get(i).withMemory(trials.get(i)))
                .toList());
  }

  /** What an answer ends with. */
  private record NextAction(
      Decision decision, String reason, long waitSeconds, ReleaseEvent news, RollbackCause cause) {}

  private NextAction next() {
    return new NextAction(decision, reason, waitSeconds, news, cause);
  }

  private Release copy(
      List<TargetProgress> parts,
      ReleaseProgress progress,
      Approvals people,
      AnalysisResult judgement,
      NextAction next) {
    return new Release(
        schema,
        id,
        execution,
        startedAt,
        preparedAt,
        plan,
        scope,
        terms,
        parts,
        targets,
        names,
        progress,
        people,
        weight,
        judgement,
        next.decision(),
        next.reason(),
        next.waitSeconds(),
        next.news(),
        next.cause());
  }

  Release inPhase(ReleaseProgress.Phase phase, Instant now) {
    return with(progress.inPhase(phase, now));
  }

  String atWeight() {
    return String.valueOf(weight().percent());
  }

  /** The canaries with their verb: {@code canary 8 gets}. */
  private String canariesText(String one, String several) {
    if (parts.size() == 1) {
      return "canary " + parts.get(0).target().canaryText() + " " + one;
    }
    return "canaries "
        + parts.stream()
            .map(part -> part.target().canaryText() + " of " + part.target())
            .collect(Collectors.joining(", "))
        + " "
        + several;
  }

  /** Seconds to the next look: a poll, or less if the end comes first; at least one. */
  long secondsUntil(Instant end, Instant now) {
    Duration left = Duration.between(now, end);
    return wholeSeconds(left.compareTo(terms.poll()) < 0 ? left : terms.poll());
  }

  private static long wholeSeconds(Duration time) {
    return Math.max(1, -Math.floorDiv(-time.toMillis(), 1000L));
  }
}
