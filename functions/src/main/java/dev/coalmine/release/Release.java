package dev.coalmine.release;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A release: what was asked, what was found, how far it has come and what comes next. It travels
 * through the workflow as the release document; each state answers the next one.
 *
 * @param schema version of this document's shape; handlers refuse one that they do not know
 * @param id the release's name
 * @param execution ARN of the workflow execution
 * @param startedAt when the execution started
 * @param preparedAt when the target was found ready
 * @param target what is moved
 * @param plan how
 * @param scope what the gate judges by beside alarms
 * @param terms on what terms
 * @param before the target before the release
 * @param targets the same for the outcome
 * @param progress how far it has come
 * @param weight the share of requests that the canary has as far as this release knows
 * @param judgement what the gate said at the last look
 * @param decision what comes next
 * @param reason why, in one sentence with the numbers that decided
 * @param waitSeconds how long to wait before the next look; at least 1
 */
public record Release(
    int schema,
    String id,
    String execution,
    Instant startedAt,
    Instant preparedAt,
    Target target,
    Plan plan,
    MetricScope scope,
    Terms terms,
    Snapshot before,
    List<Change> targets,
    Progress progress,
    Weight weight,
    Judgement judgement,
    Decision decision,
    String reason,
    long waitSeconds) {
  /** The shape that this code writes. */
  public static final int SCHEMA = 1;

  /** A target in the outcome: what it served before and what it serves after. */
  public record Change(
      String function, String alias, String version, String before, String after) {}

  /** When, by whom and under which name a release runs. */
  public record Identity(String id, String execution, Instant startedAt) {}

  /** Whatever weight is given, it is the one that stands. */
  public Release {
    targets = List.copyOf(targets);
    weight = weight(target, progress.written());
  }

  /**
   * A release whose target was found ready; nothing is written yet.
   *
   * @param first the weight that a plan paced by evidence begins with
   */
  public static Release prepared(
      Identity identity,
      Target target,
      Request request,
      Snapshot before,
      List<WatchedAlarm> alarms,
      Trial trial,
      Weight first,
      Instant now) {
    Release release =
        new Release(
            SCHEMA,
            identity.id(),
            identity.execution(),
            identity.startedAt(),
            now,
            target,
            request.plan(),
            request.scope(),
            request.terms(),
            before.unmarked(),
            List.of(
                new Change(
                    target.functionName(),
                    target.alias(),
                    target.version(),
                    before.routing().version(),
                    target.version())),
            Progress.beginning(before, alarms, trial, now),
            Weight.NONE,
            Judgement.NONE_YET,
            Decision.ADVANCE,
            "",
            1);
    String ready = "%s serves %s; %s".formatted(target, before.routing(), readiness(alarms));
    return release.plan().isPaced() ? release.goTo(first, ready) : release.goOn(ready);
  }

  private static String readiness(List<WatchedAlarm> alarms) {
    List<String> firing =
        alarms.stream().filter(WatchedAlarm::excused).map(WatchedAlarm::name).toList();
    return firing.isEmpty()
        ? "ready"
        : "ready, not counting what fires already: " + String.join(", ", firing);
  }

  private static Weight weight(Target target, Routing standing) {
    return standing.version().equals(target.version())
        ? Weight.ALL
        : new Weight(standing.others().getOrDefault(target.version(), BigDecimal.ZERO).intValue());
  }

  /** The step whose weight stands. */
  Step step() {
    return plan.steps().get(progress.step());
  }

  /** The write that this document announced: the next step's weight, or promotion. */
  public Move announced() {
    return move(progress.writing(), progress.writing().isSplit());
  }

  /** The write that takes everything back, whatever was announced. */
  public Move restoring() {
    List<Routing> ours = new ArrayList<>(progress.ours());
    ours.add(before.routing());
    return move(before.routing(), false, ours);
  }

  /** The routing that must stand while nothing is being written. */
  public Move standing() {
    return move(progress.written(), progress.written().isSplit());
  }

  private Move move(Routing wanted, boolean leavesMark) {
    return move(wanted, leavesMark, progress.ours());
  }

  private Move move(Routing wanted, boolean leavesMark, List<Routing> ours) {
    return new Move(
        target, wanted, ours, Move.MARK + execution, before, leavesMark, !progress.touched());
  }

  /** The announced step was written and read back. */
  public Release shifted(Instant now) {
    Release next = with(progress.shifted(now));
    Duration look = plan.isPaced() ? terms.poll() : next.step().bake();
    return next.decided(
        Decision.KEEP_BAKING,
        "canary %s gets %s".formatted(target.version(), next.weight()),
        next.until(now.plus(look), now));
  }

  /** The promotion was written and read back; a watch of zero ends the release here. */
  public Release promoted(Snapshot found, Instant now) {
    boolean settling = found.routing().isSettlingOn(progress.writing());
    Release next = with(progress.promoted(settling, now));
    return next.decided(
        terms.watch().isZero() && !settling ? Decision.FINISH : Decision.KEEP_WATCHING,
        "canary %s serves everything%s"
            .formatted(target.version(), progress.steps().isEmpty() ? "" : "; " + reason),
        next.until(now.plus(terms.watch()), now));
  }

  /**
   * The old routing was written back and read back. AWS may still be busy moving the requests
   * there.
   *
   * @throws NotRestoredException if it has been busy for too long
   */
  public Release restored(Snapshot found, Instant now) {
    if (!progress.touched() && found.revision().equals(before.revision())) {
      return decided(Decision.REFUSE, reason, 1);
    }
    Release back = with(progress.restored(before.routing(), now));
    if (!found.routing().isSettlingOn(before.routing())) {
      return back.decided(Decision.RESTORED, reason, 1);
    }
    if (back.progress.isOverdue(now)) {
      throw new NotRestoredException(target, found);
    }
    return back.decided(Decision.AWAIT_RESTORE, reason, Progress.SETTLING_POLL.toSeconds());
  }

  /** A state failed for good: everything goes back, and this is why. */
  public Release failed(String why) {
    return decision == Decision.ROLL_BACK || decision == Decision.AWAIT_RESTORE
        ? this
        : decided(Decision.ROLL_BACK, why + ", at weight " + atWeight(), 1);
  }

  /** Announces the weight of the plan's next step, or promotion after the last. */
  Release goOn(String why) {
    int next = progress.step() + 1;
    return goTo(next == plan.steps().size() ? Weight.ALL : plan.steps().get(next).weight(), why);
  }

  /** Announces the next write: a weight, or promotion. */
  Release goTo(Weight next, String why) {
    boolean all = next.equals(Weight.ALL);
    Routing wanted =
        all ? Routing.all(target.version()) : before.routing().with(target.version(), next);
    return with(progress.aboutToWrite(wanted))
        .decided(all ? Decision.PROMOTE : Decision.ADVANCE, why, 1);
  }

  Release decided(Decision decision, String reason, long waitSeconds) {
    return copy(progress, judgement, decision, reason, waitSeconds);
  }

  Release judged(Judgement judgement) {
    return copy(progress, judgement, decision, reason, waitSeconds);
  }

  Release with(Progress progress) {
    return copy(progress, judgement, decision, reason, waitSeconds);
  }

  private Release copy(
      Progress progress, Judgement judgement, Decision decision, String reason, long waitSeconds) {
    return new Release(
        schema,
        id,
        execution,
        startedAt,
        preparedAt,
        target,
        plan,
        scope,
        terms,
        before,
        targets,
        progress,
        weight,
        judgement,
        decision,
        reason,
        waitSeconds);
  }

  Release in(Progress.Phase phase, Instant now) {
    return with(progress.in(phase, now));
  }

  String atWeight() {
    return String.valueOf(weight().percent());
  }

  /** Seconds to the next look: a poll, or less if the end comes first; at least one. */
  long until(Instant end, Instant now) {
    Duration left = Duration.between(now, end);
    Duration wait = left.compareTo(terms.poll()) < 0 ? left : terms.poll();
    return Math.max(1, -Math.floorDiv(-wait.toMillis(), 1000L));
  }
}
