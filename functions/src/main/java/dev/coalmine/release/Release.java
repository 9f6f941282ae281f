package dev.coalmine.release;

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
    Terms terms,
    List<Part> parts,
    List<Change> targets,
    String names,
    Progress progress,
    People people,
    Weight weight,
    Judgement judgement,
    Decision decision,
    String reason,
    long waitSeconds,
    News news,
    Cause cause) {
  /** The shape that this code writes. */
  public static final int SCHEMA = 4;

  /**
   * How long a mark must stand before it is trusted: a stage has no revision to write on, so that
   * two releases may mark it at the same moment. Whoever's mark stands after the longest time that
   * a call to read and a call to write may take has won, and the other one finds that it has lost
   * (Fischer's mutual exclusion).
   */
  static final Duration CLAIM = Duration.ofSeconds(20);

  /**
   * For how long after its end an execution's unanswered write is expected: a handler that was in
   * flight writes within its time-out of 30 seconds, and this leaves room for some looks after
   * that.
   */
  private static final Duration LATE = Duration.ofMinutes(15);

  /** After a lost race the winner's mark shows at once; this keeps many losers from one moment. */
  private static final Duration QUEUE = Duration.ofSeconds(10);

  /** When, by whom and under which name a release runs. */
  public record Identity(String id, String execution, Instant startedAt) {}

  /**
   * Whatever names and weight are given, they are those of the parts. Documents of an execution
   * that began before there were causes have none.
   */
  public Release {
    cause = Cause.known(cause);
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
      Identity identity,
      Request request,
      List<Part> parts,
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
            request.terms(),
            parts,
            parts.stream().map(part -> part.target().change(part.before().routing())).toList(),
            "",
            Progress.beginning(alarms, now),
            People.silent(now),
            Weight.NONE,
            Judgement.NONE_YET,
            Decision.ADVANCE,
            "",
            1,
            News.NONE,
            Cause.NONE);
    String ready = release.serving() + "; " + readiness(alarms);
    Release begun = release.goTo(release.plan().isPaced() ? first : release.nextStep(), ready);
    Release next =
        parts.stream().anyMatch(Release::needsClaim)
            ? begun
                .with(begun.progress.in(Progress.Phase.CLAIMING, now))
                .decided(Decision.CLAIM, ready, 1)
            : begun.begin(ready, now);
    return next.telling(next.decision == Decision.ASK ? News.WAITING_FOR_APPROVAL : News.STARTED);
  }

  /** The first write, unless a person must allow it or a hook has a say before it. */
  Release begin(String why, Instant now) {
    Weight first = announcedWeight();
    if (needsApproval(first)) {
      return asking(People.For.APPROVAL, first, why, now);
    }
    if (!terms.hooks().beforeTraffic().isEmpty()) {
      return calling(Hooks.BEFORE_TRAFFIC, why, now);
    }
    return announcing(why);
  }

  /** On to the write that was announced. */
  private Release announcing(String why) {
    boolean all = announcedWeight().equals(Weight.ALL);
    return decided(all ? Decision.PROMOTE : Decision.ADVANCE, why, 1);
  }

  /** The weight of the announced write; the one that stands if none is announced. */
  private Weight announcedWeight() {
    Part first = parts.get(0);
    return first.target().weight(first.writing());
  }

  /**
   * The way back of a release that was promoted, as a release of its own: everything goes back to
   * where it was, if it still stands as this release left it.
   *
   * @param execution of the way back
   */
  public Release reverting(String execution, Instant startedAt, Said said, Instant now) {
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
            parts.stream().map(Part::leftPromoted).toList(),
            targets,
            names,
            progress,
            people.hearing(said),
            weight,
            judgement,
            decision,
            reason,
            waitSeconds,
            News.NONE,
            Cause.REVERTED);
    return back.decided(Decision.ROLL_BACK, "reverted by " + said.byAndWhy(), 1);
  }

  private static boolean needsClaim(Part part) {
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
        : "ready, not counting what fires already: " + String.join(", ", firing);
  }

  /** The step whose weight stands. */
  Step step() {
    return plan.steps().get(progress.step());
  }

  /** The marks to leave on targets that can't be written conditionally. */
  public List<Move> claims() {
    return parts.stream().filter(Release::needsClaim).map(part -> part.claim(mark())).toList();
  }

  /** The writes that this document announced: the next step's weight, or promotion. */
  public List<Move> announced() {
    return moves(Part::announced);
  }

  /**
   * The writes that take everything back, whatever was announced.
   *
   * @param othersMoved whether the rollback is because somebody else moved a target
   */
  public List<Move> restoring(boolean othersMoved) {
    return moves((part, mark) -> part.restoring(mark, othersMoved));
  }

  /**
   * What this document's release may have left of itself, if its execution was ended from outside.
   *
   * @param endedAt when it was
   * @param now when the targets are looked at
   */
  public List<Leftover> leftovers(Instant endedAt, Instant now) {
    boolean lately = now.isBefore(endedAt.plus(LATE));
    return parts.stream().map(part -> part.leftover(mark(), lately)).toList();
  }

  /** The routings that must stand while nothing is being written. */
  List<Move> standing() {
    return moves(Part::standing);
  }

  private List<Move> moves(BiFunction<Part, String, Move> move) {
    return parts.stream().map(part -> move.apply(part, mark())).toList();
  }

  private String mark() {
    return Move.MARK + execution;
  }

  /** The marks stand; if they still do after a while, the targets are this release's. */
  public Release claimed(Instant now) {
    if (decision == Decision.CLAIM) {
      return decided(Decision.AWAIT_CLAIM, "claimed " + claimed(), CLAIM.toSeconds());
    }
    return with(progress.in(Progress.Phase.BAKING, now))
        .begin("nobody else claims " + claimed(), now);
  }

  private String claimed() {
    return parts.stream()
        .filter(Release::needsClaim)
        .map(part -> part.target().toString())
        .collect(Collectors.joining(", "));
  }

  /** The announced step was written and read back. */
  public Release shifted(Instant now) {
    Release next = with(progress.shifted(now)).with(Part::moved);
    String why = "%s %s".formatted(canaries("gets", "get"), next.weight());
    Release then =
        terms.hooks().eachStep().isEmpty()
            ? next.baking(why, now)
            : next.calling(Hooks.EACH_STEP, why, now);
    return then.telling(News.SHIFTED);
  }

  /** The weight stands; the next look comes when it may have passed, or after a poll. */
  private Release baking(String why, Instant now) {
    Duration look = plan.isPaced() ? terms.poll() : step().bake();
    return decided(Decision.KEEP_BAKING, why, until(progress.since().plus(look), now));
  }

  /** The promotion was written and read back; a watch of zero ends the release here. */
  public Release promoted(List<Snapshot> found, Instant now) {
    boolean settling =
        IntStream.range(0, found.size())
            .anyMatch(i -> found.get(i).routing().isSettlingOn(parts.get(i).writing()));
    Release next = with(progress.promoted(settling, now)).with(Part::moved).seen(found);
    String why =
        "%s everything%s"
            .formatted(
                canaries("serves", "serve"), progress.steps().isEmpty() ? "" : "; " + reason);
    Release then =
        terms.hooks().afterTraffic().isEmpty()
            ? next.watching(why, now)
            : next.calling(Hooks.AFTER_TRAFFIC, why, now);
    boolean watched = !terms.watch().isZero() || settling;
    return watched ? then.telling(News.WATCHING) : then;
  }

  /** Promoted; a watch of zero ends the release here. */
  private Release watching(String why, Instant now) {
    boolean done = terms.watch().isZero() && progress.phase() == Progress.Phase.WATCHING;
    return decided(
        done ? Decision.FINISH : Decision.KEEP_WATCHING,
        why,
        until(progress.since().plus(terms.watch()), now));
  }

  /** Whether a person must allow this weight first. */
  boolean needsApproval(Weight next) {
    return terms.approval().isNeeded(next, people.allowed());
  }

  /** A person is asked; the weight stands meanwhile. */
  Release asking(People.For what, Weight weight, String why, Instant now) {
    Release asking = with(people.waitingFor(what, weight, now));
    return asking
        .waiting(asking.people.words() + ": " + why, now)
        .telling(News.WAITING_FOR_APPROVAL);
  }

  /** The weight stands until a person says something, or their time is over. */
  Release waiting(String why, Instant now) {
    Duration poll = terms.approval().poll(terms.poll());
    Duration left = Duration.between(now, people.since().plus(terms.approval().timeout()));
    Duration wait = left.compareTo(poll) < 0 ? left : poll;
    return decided(people.isAsked() ? Decision.ASK : Decision.KEEP_BAKING, why, wholeSeconds(wait));
  }

  /** Whether a person was waited for as long as may be. */
  boolean isWaitOver(Instant now) {
    return !now.isBefore(people.since().plus(terms.approval().timeout()));
  }

  /** The release does not wait for people any more; the time was theirs. */
  Release goingOn(Instant now) {
    return with(progress.waiting(people.waiting(now))).with(people.goingOn(now));
  }

  /**
   * A hook is asked, or asked again; all its calls together have one time to answer in, and below
   * 100 % it ends with that of the release.
   */
  Release calling(String hook, String why, Instant now) {
    Release calling = with(progress.calling(hook, terms.hooks().function(hook), now));
    Instant end = calling.progress.hook().since().plus(Hooks.patience(hook));
    boolean below = !hook.equals(Hooks.AFTER_TRAFFIC) && deadline().isBefore(end);
    Duration left = Duration.between(now, below ? deadline() : end);
    return calling.decided(Decision.CALL_HOOK, why, wholeSeconds(left));
  }

  /** A hook wants to go on. */
  Release hookPassed(String why, Instant now) {
    Release next = with(progress.answered());
    return switch (progress.hook().name()) {
      case Hooks.BEFORE_TRAFFIC -> next.announcing(why);
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
  Release rollingBack(Cause cause, String why) {
    boolean nothingWritten =
        progress.phase() == Progress.Phase.BAKING && !isTouched() && !isAboutToWrite();
    Release back =
        nothingWritten ? with(progress.in(Progress.Phase.CLAIMING, progress.since())) : this;
    return back.because(cause).decided(Decision.ROLL_BACK, why + ", at weight " + atWeight(), 1);
  }

  private boolean isTouched() {
    return parts.stream().anyMatch(Part::touched);
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
  public Release restored(List<Return> returns, Optional<String> move, Instant now) {
    if (move.isPresent() || returns.stream().anyMatch(Return::isMoved)) {
      throw moved(returns, move);
    }
    List<String> lost = isReverting() ? lost(returns) : List.of();
    if (!lost.isEmpty() && lost.size() < parts.size()) {
      throw new TargetMovedException(lost, back(returns));
    }
    if (!lost.isEmpty()) {
      return decided(Decision.REFUSE, reason + ", but " + String.join("; ", lost), 1);
    }
    if (which(i -> isUntouched(parts.get(i), returns.get(i))).count() == parts.size()) {
      return decided(Decision.REFUSE, reason, 1);
    }
    Release back = with(progress.in(Progress.Phase.GOING_BACK, now)).with(Part::restored);
    List<String> elsewhere = elsewhere(returns);
    if (elsewhere.isEmpty()) {
      return back.decided(Decision.RESTORED, reason, 1);
    }
    if (back.progress.isOverdue(now)) {
      throw new NotRestoredException(elsewhere);
    }
    return back.decided(Decision.AWAIT_RESTORE, reason, Progress.SETTLING_POLL.toSeconds());
  }

  /**
   * The same for a release that lost a race: where it is to be refused and wants to wait instead,
   * it begins anew. What it had announced will not be written any more, and if it is stopped while
   * it waits, nobody must take the winner's doing for it.
   */
  public Release orQueued() {
    return decision == Decision.REFUSE && terms.ifBusy() != IfBusy.REFUSE
        ? with(Part::withdrawn)
            .because(Cause.NONE)
            .decided(Decision.QUEUE, reason, QUEUE.toSeconds())
        : this;
  }

  /** A target that somebody else moved may be where it was by now: that was not this release. */
  private TargetMovedException moved(List<Return> returns, Optional<String> move) {
    List<String> said =
        returns.stream()
            .filter(Return::isMoved)
            .map(back -> back.left().orElseThrow().getMessage())
            .toList();
    return new TargetMovedException(
        said.isEmpty() ? move.stream().toList() : said,
        parts.size() > 1 ? back(returns) : List.of());
  }

  /** The targets that are back. */
  private List<String> back(List<Return> returns) {
    return which(i -> isBack(parts.get(i), returns.get(i)))
        .map(part -> part.target().toString())
        .toList();
  }

  /** Why targets were left that another release took after this one's first look. */
  private static List<String> lost(List<Return> returns) {
    return returns.stream()
        .flatMap(back -> back.left().stream())
        .map(RuntimeException::getMessage)
        .toList();
  }

  /** Whether this is the way back of another release, which has written nothing yet. */
  public boolean isReverting() {
    return parts.stream().anyMatch(Part::isReverting);
  }

  private static boolean isBack(Part part, Return back) {
    return back.found().isPresent() && !back.isSettlingOn(part.before().routing());
  }

  /** The targets whose requests AWS has not moved back yet, and where they go. */
  private List<String> elsewhere(List<Return> returns) {
    return IntStream.range(0, parts.size())
        .filter(i -> returns.get(i).isSettlingOn(parts.get(i).before().routing()))
        .mapToObj(
            i ->
                "%s shall be at %s, but shows %s"
                    .formatted(
                        parts.get(i).target(),
                        parts.get(i).before().routing(),
                        returns.get(i).found().orElseThrow().routing()))
        .toList();
  }

  /** Whether nothing of this release was ever written there but, on a stage, its mark. */
  private boolean isUntouched(Part part, Return back) {
    return back.left().isPresent()
        || (!part.touched()
            && (part.target().isWrittenConditionally()
                ? back.found().orElseThrow().revision().equals(part.before().revision())
                : progress.phase() == Progress.Phase.CLAIMING && !back.rolled()));
  }

  private Stream<Part> which(IntPredicate chosen) {
    return IntStream.range(0, parts.size()).filter(chosen).mapToObj(parts::get);
  }

  /** A state failed for good: everything goes back, and this is why. */
  public Release failed(String why) {
    return isGoingBack() ? this : rollingBack(Cause.FAULT, why);
  }

  /** Someone else was first: what was written meanwhile goes back, and this is why. */
  public Release refused(String why) {
    if (isGoingBack()) {
      return this;
    }
    Progress.Phase phase = isTouched() ? progress.phase() : Progress.Phase.CLAIMING;
    return with(progress.in(phase, progress.since()))
        .because(Cause.OVERTAKEN)
        .decided(Decision.ROLL_BACK, why, 1);
  }

  private boolean isGoingBack() {
    return decision == Decision.ROLL_BACK || decision == Decision.AWAIT_RESTORE;
  }

  /** The weight of the plan's next step, or everything after the last. */
  Weight nextStep() {
    int next = progress.step() + 1;
    return next == plan.steps().size() ? Weight.ALL : plan.steps().get(next).weight();
  }

  /** The step is over, by this evidence. */
  Release passed(String evidence, Instant now) {
    return with(
        progress.passed(
            new Passed(
                weight,
                progress.since(),
                now,
                judgement.verdict(),
                Words.cut(evidence, Passed.LONGEST_EVIDENCE))));
  }

  /** Promoted, and not watched any longer. */
  Release finished(String why) {
    int steps = progress.steps().size();
    Duration took = Duration.between(preparedAt, progress.since());
    String way =
        switch (steps) {
          case 0 -> "promoted at once";
          case 1 -> "1 step passed in " + Words.of(took);
          default -> steps + " steps passed in " + Words.of(took);
        };
    return decided(Decision.FINISH, way + "; " + why, 1);
  }

  /** The step is over, by this evidence, unless a person must allow the next weight. */
  Release goOnTo(Weight next, String evidence, String why, Instant now) {
    return needsApproval(next)
        ? asking(People.For.APPROVAL, next, why, now)
        : passed(evidence, now).goTo(next, why);
  }

  /** Announces the next write: a weight, or promotion. */
  Release goTo(Weight next, String why) {
    return with(part -> part.aboutToGet(next))
        .decided(next.equals(Weight.ALL) ? Decision.PROMOTE : Decision.ADVANCE, why, 1);
  }

  Release decided(Decision decision, String reason, long waitSeconds) {
    return copy(
        parts,
        progress,
        people,
        judgement,
        new Next(decision, reason, waitSeconds, News.NONE, cause));
  }

  Release telling(News news) {
    return copy(
        parts, progress, people, judgement, new Next(decision, reason, waitSeconds, news, cause));
  }

  private Release because(Cause cause) {
    return copy(
        parts, progress, people, judgement, new Next(decision, reason, waitSeconds, news, cause));
  }

  Release judged(Judgement judgement) {
    return copy(parts, progress, people, judgement, next());
  }

  Release with(Progress progress) {
    return copy(parts, progress, people, judgement, next());
  }

  Release with(People people) {
    return copy(parts, progress, people, judgement, next());
  }

  private Release with(UnaryOperator<Part> change) {
    return with(parts.stream().map(change).toList());
  }

  private Release with(List<Part> parts) {
    return copy(parts, progress, people, judgement, next());
  }

  /** The same, remembering the stamps with which the written routings were found. */
  Release seen(List<Snapshot> found) {
    return with(
        IntStream.range(0, parts.size()).mapToObj(i -> parts.get(i).seen(found.get(i))).toList());
  }

  /** The same, remembering what the metrics said of each part. */
  Release remembering(List<Trial> trials) {
    return trials.isEmpty()
        ? this
        : with(
            IntStream.range(0, parts.size())
                .mapToObj(i -> parts.get(i).remembering(trials.get(i)))
                .toList());
  }

  /** What an answer ends with. */
  private record Next(Decision decision, String reason, long waitSeconds, News news, Cause cause) {}

  private Next next() {
    return new Next(decision, reason, waitSeconds, news, cause);
  }

  private Release copy(
      List<Part> parts, Progress progress, People people, Judgement judgement, Next next) {
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

  Release in(Progress.Phase phase, Instant now) {
    return with(progress.in(phase, now));
  }

  String atWeight() {
    return String.valueOf(weight().percent());
  }

  /** The canaries with their verb: {@code canary 8 gets}. */
  private String canaries(String one, String several) {
    if (parts.size() == 1) {
      return "canary " + parts.get(0).target().canary() + " " + one;
    }
    return "canaries "
        + parts.stream()
            .map(part -> part.target().canary() + " of " + part.target())
            .collect(Collectors.joining(", "))
        + " "
        + several;
  }

  /** Seconds to the next look: a poll, or less if the end comes first; at least one. */
  long until(Instant end, Instant now) {
    Duration left = Duration.between(now, end);
    return wholeSeconds(left.compareTo(terms.poll()) < 0 ? left : terms.poll());
  }

  private static long wholeSeconds(Duration time) {
    return Math.max(1, -Math.floorDiv(-time.toMillis(), 1000L));
  }
}
