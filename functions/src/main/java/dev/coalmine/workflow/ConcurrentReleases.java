package dev.coalmine.workflow;

import dev.coalmine.aws.Executions;
import dev.coalmine.document.HistoryTail;
import dev.coalmine.document.Json;
import dev.coalmine.release.Release;
import dev.coalmine.release.Steering;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.request.BusyAction;
import dev.coalmine.request.Request;
import dev.coalmine.request.RequestReader;
import dev.coalmine.request.SteeringCommand;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.RefusedException;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Target;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Other releases of the same targets. The mark on a target names the release that has it; the
 * running executions show which releases wait.
 */
final class ConcurrentReleases {
  /** The most newer executions whose requests are read. */
  private static final int MOST = 50;

  /**
   * How long the targets of a stopped execution may take to be restored: RestoreStopped runs at
   * once, and a sweep every 5 minutes.
   */
  private static final Duration RESTORED_WITHIN = Duration.ofMinutes(15);

  private final Supplier<Executions> executions;
  private final String own;
  private final Instant startedAt;
  private final Instant now;
  private final List<String> earlier;
  private final Map<String, Target> holders = new LinkedHashMap<>();
  private final Set<String> cutOff = new HashSet<>();

  /**
   * The other releases of one execution, at one moment.
   *
   * @param earlier the executions that it was waiting for at the previous check
   */
  ConcurrentReleases(
      Supplier<Executions> executions,
      String own,
      Instant startedAt,
      Instant now,
      List<String> earlier) {
    this.earlier = earlier;
    this.executions = executions;
    this.own = own;
    this.startedAt = startedAt;
    this.now = now;
  }

  /**
   * The execution whose mark a target has, in words, if it still runs or its targets are being
   * restored. A release that was promoted meanwhile has the target until its watch ends, although
   * its mark is gone.
   */
  Optional<String> holder(Target target, Snapshot found) {
    Optional<String> marked = found.markedBy().filter(arn -> !arn.equals(own));
    if (marked.filter(this::isRunning).isPresent()) {
      holders.putIfAbsent(marked.get(), target);
      return marked;
    }
    Optional<String> watched = earlier.stream().filter(this::isRunning).findFirst();
    if (watched.isPresent()) {
      holders.putIfAbsent(watched.get(), target);
      return watched;
    }
    Optional<String> ended = marked.filter(this::wasEndedExternally);
    ended.ifPresent(cutOff::add);
    return ended.map(arn -> arn + ", which was stopped from outside and is being rolled back");
  }

  private boolean isRunning(String arn) {
    return holders.containsKey(arn)
        || executions.get().find(arn).filter(one -> one.status().equals("RUNNING")).isPresent();
  }

  private boolean wasEndedExternally(String arn) {
    return executions
        .get()
        .endedExternallyAt(arn)
        .filter(ended -> now.isBefore(ended.plus(RESTORED_WITHIN)))
        .isPresent();
  }

  /** The executions that have a target now. */
  List<String> holders() {
    return List.copyOf(holders.keySet());
  }

  /** Whether another release has a target now. */
  boolean isAnyHolding() {
    return !holders.isEmpty() || !cutOff.isEmpty();
  }

  /**
   * Lets only the newest of several waiting releases go on, and rolls back those that this release
   * replaces.
   *
   * @throws RefusedException if a newer release waits or runs, or the version of the other one is
   *     not older
   */
  void replaceOlder(Request request, List<Target> targets) {
    BusyAction ifBusy = request.settings().ifBusy();
    if (ifBusy == BusyAction.REFUSE) {
      return;
    }
    newer(targets, ifBusy).ifPresent(this::refuseForNewer);
    if (ifBusy == BusyAction.REPLACE) {
      holders.forEach(this::replace);
    }
  }

  private void refuseForNewer(String newer) {
    boolean waits = isAnyHolding() && !holders.containsKey(newer);
    throw new RefusedException(
        (waits
                ? "a newer release is waiting for the same target: "
                : "a newer release of the same target is running: ")
            + newer);
  }

  /** A release that holds the target does not block one that replaces it. */
  private Optional<String> newer(List<Target> targets, BusyAction ifBusy) {
    Set<String> wanted = targets.stream().map(ConcurrentReleases::key).collect(Collectors.toSet());
    return executions.get().listRunning().stream()
        .takeWhile(one -> !one.startedAt().isBefore(startedAt))
        .filter(this::isNewer)
        .map(Executions.ListedExecution::arn)
        .filter(arn -> ifBusy == BusyAction.QUEUE || !holders.containsKey(arn))
        .limit(MOST)
        .filter(arn -> waitsFor(wanted, arn))
        .findFirst();
  }

  /** Names decide between two that started at the same moment. */
  private boolean isNewer(Executions.ListedExecution one) {
    return !one.arn().equals(own)
        && (one.startedAt().isAfter(startedAt) || one.arn().compareTo(own) > 0);
  }

  /** An execution with a faulty request does not count: it will be refused. */
  private boolean waitsFor(Set<String> wanted, String arn) {
    RequestReader.ParsedRequest asked =
        RequestReader.read(Json.readView(executions.get().input(arn)).map());
    Request request = asked.request();
    return asked.faults().isEmpty()
        && request.settings().ifBusy() != BusyAction.REFUSE
        && request.targets().stream().map(ConcurrentReleases::key).anyMatch(wanted::contains);
  }

  private static String key(Target target) {
    return target.kindText() + " " + target;
  }

  private void replace(String holder, Target target) {
    HistoryTail execution = new HistoryTail(holder, executions.get().newestFirst(holder));
    Optional<String> token = execution.token();
    Optional<Release> running = execution.release();
    running.ifPresent(release -> requireOlder(release, holder, target));
    if (token.isPresent()
        && running
            .filter(one -> Steering.notAllowedReason(one, SteeringCommand.ROLL_BACK, now).isEmpty())
            .isPresent()) {
      executions.get().completeTask(token.get(), Json.toJson(rollBack(target)));
    }
  }

  /** Checks versions; deployments have no order. */
  private static void requireOlder(Release release, String holder, Target target) {
    if (!(target instanceof AliasTarget ours)) {
      return;
    }
    for (TargetProgress part : release.targetProgress()) {
      if (key(part.target()).equals(key(target))
          && new BigInteger(part.target().canaryText()).compareTo(new BigInteger(ours.version()))
              >= 0) {
        throw new RefusedException(
            "%s is being released to version %s by %s, which is not older than %s"
                .formatted(target, part.target().canaryText(), holder, ours.version()));
      }
    }
  }

  private Map<String, String> rollBack(Target target) {
    return SteeringCommand.ROLL_BACK.toMessage(
        own, "replaced by %s of %s".formatted(target.canaryText(), target));
  }
}
