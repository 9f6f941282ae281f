package dev.coalmine.handler;

import dev.coalmine.aws.Executions;
import dev.coalmine.aws.LatestEvents;
import dev.coalmine.release.AliasTarget;
import dev.coalmine.release.Command;
import dev.coalmine.release.IfBusy;
import dev.coalmine.release.Part;
import dev.coalmine.release.RefusedException;
import dev.coalmine.release.Release;
import dev.coalmine.release.Request;
import dev.coalmine.release.RequestReader;
import dev.coalmine.release.Snapshot;
import dev.coalmine.release.Steering;
import dev.coalmine.release.Target;
import java.math.BigInteger;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;

/**
 * Other releases of the same targets. Which one has a target says the mark on it; which ones wait
 * say the executions that run.
 */
final class Rivals {
  /** So many newer executions are asked what they are about. */
  private static final int MOST = 50;

  private final Supplier<Executions> executions;
  private final String own;
  private final Instant startedAt;
  private final Map<String, Target> holders = new HashMap<>();

  Rivals(Supplier<Executions> executions, String own, Instant startedAt) {
    this.executions = executions;
    this.own = own;
    this.startedAt = startedAt;
  }

  /** The execution whose mark a target bears, if it still runs. */
  Optional<String> holder(Target target, Snapshot found) {
    Optional<String> holder = found.markedBy().filter(arn -> !arn.equals(own)).filter(this::runs);
    holder.ifPresent(arn -> holders.put(arn, target));
    return holder;
  }

  private boolean runs(String arn) {
    return executions.get().find(arn).filter(one -> one.status().equals("RUNNING")).isPresent();
  }

  /** Whether a target is another release's now. */
  boolean areThere() {
    return !holders.isEmpty();
  }

  /**
   * Of several releases that wait the newest does; and one that shall replace another tells it to
   * go.
   *
   * @throws RefusedException if a newer one waits, or the other one's version is not older
   */
  void makeWay(Request request, List<Target> targets) {
    if (areThere()) {
      newer(targets).ifPresent(Rivals::giveWay);
    }
    if (request.terms().ifBusy() == IfBusy.REPLACE) {
      holders.forEach((holder, target) -> replace(holder, target));
    }
  }

  private static void giveWay(String newer) {
    throw new RefusedException("a newer release waits for the same target: " + newer);
  }

  private Optional<String> newer(List<Target> targets) {
    Set<String> wanted = targets.stream().map(Rivals::key).collect(Collectors.toSet());
    return executions.get().listRunning().stream()
        .takeWhile(one -> !one.startedAt().isBefore(startedAt))
        .filter(this::isNewer)
        .limit(MOST)
        .map(Executions.Listed::arn)
        .filter(arn -> waitsFor(wanted, arn))
        .findFirst();
  }

  /** Two that started in the same moment are told apart by their names. */
  private boolean isNewer(Executions.Listed one) {
    return one.startedAt().isAfter(startedAt) || one.arn().compareTo(own) > 0;
  }

  private boolean waitsFor(Set<String> wanted, String arn) {
    Request request = RequestReader.read(tree(executions.get().input(arn))).request();
    return request.terms().ifBusy() != IfBusy.REFUSE
        && request.targets().stream().map(Rivals::key).anyMatch(wanted::contains);
  }

  private static Object tree(String input) {
    try {
      return Json.tree(input);
    } catch (JacksonException notShown) {
      return Map.of();
    }
  }

  private static String key(Target target) {
    return target.kind() + " " + target;
  }

  private void replace(String holder, Target target) {
    LatestEvents execution = executions.get().latest(holder);
    Optional<String> token = execution.token();
    Optional<Release> running = LastDocument.of(execution);
    running.ifPresent(release -> mustBeOlder(release, holder, target));
    if (token.isPresent()
        && running.filter(one -> Steering.unfit(one, Command.ROLL_BACK).isEmpty()).isPresent()) {
      executions.get().answer(token.get(), Json.text(rollBack(target)));
    }
  }

  /** Versions have an order, deployments have none. */
  private static void mustBeOlder(Release release, String holder, Target target) {
    if (!(target instanceof AliasTarget ours)) {
      return;
    }
    for (Part part : release.parts()) {
      if (key(part.target()).equals(key(target))
          && new BigInteger(part.target().canary()).compareTo(new BigInteger(ours.version()))
              >= 0) {
        throw new RefusedException(
            "%s is being released to version %s by %s, which is not older than %s"
                .formatted(target, part.target().canary(), holder, ours.version()));
      }
    }
  }

  private Map<String, String> rollBack(Target target) {
    return Command.ROLL_BACK.told(own, "replaced by %s of %s".formatted(target.canary(), target));
  }
}
