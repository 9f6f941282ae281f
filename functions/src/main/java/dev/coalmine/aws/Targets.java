package dev.coalmine.aws;

import dev.coalmine.release.PlannedWrites;
import dev.coalmine.release.Release;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.LateRefusalException;
import dev.coalmine.target.RefusedException;
import dev.coalmine.target.RestoreResult;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.Target;
import dev.coalmine.target.TargetMovedException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Aliases and stages that a release changes. */
public final class Targets {
  private final Aliases aliases;
  private final Stages stages;

  public Targets(Lambda lambda, ApiGateway apiGateway) {
    this.aliases = lambda.aliases();
    this.stages = apiGateway.stages();
  }

  /**
   * Creates the clients from the environment, as in Lambda.
   *
   * @param state the calling state, which CloudTrail shows in the user agent
   */
  public static Targets fromEnvironment(String state) {
    return new Targets(Lambda.fromEnvironment(state), ApiGateway.fromEnvironment(state));
  }

  /** The same for a handler that writes stages only. */
  public static Targets ofStages(String state) {
    return new Targets(Lambda.whenUsed(state), ApiGateway.built(state));
  }

  /** The same for a handler that seldom has a target to read or write. */
  public static Targets whenUsed(String state) {
    return new Targets(Lambda.whenUsed(state), ApiGateway.fromEnvironment(state));
  }

  /** The current routing of all targets of a release, in the release's order. */
  public List<Snapshot> read(Release release) {
    return release.targetProgress().stream().map(part -> read(part.target())).toList();
  }

  /**
   * The targets for an analysis, in the release's order. Those that it knows are read every few
   * minutes, and not while AWS throttles: each write is conditional.
   */
  public List<Snapshot> readUnknown(Release release, Instant now) {
    PlannedWrites writes = PlannedWrites.of(release);
    List<Optional<Snapshot>> fresh = writes.fresh(now);
    List<Optional<Snapshot>> known = writes.known();
    return IntStream.range(0, known.size())
        .mapToObj(
            i ->
                fresh
                    .get(i)
                    .orElseGet(
                        () -> readOr(known.get(i), release.targetProgress().get(i).target())))
        .toList();
  }

  private Snapshot readOr(Optional<Snapshot> known, Target target) {
    try {
      return read(target);
    } catch (ThrottledException throttled) {
      return known.orElseThrow(() -> throttled);
    }
  }

  /** The current routing of a target; empty if there is none. */
  public Optional<Snapshot> find(Target target) {
    return target instanceof AliasTarget alias
        ? aliases.find(alias)
        : stages.find((StageTarget) target);
  }

  /** Which of the targets are aliases that do not exist. */
  public List<Target> missingAliases(List<Target> wanted) {
    return wanted.stream()
        .filter(target -> target instanceof AliasTarget alias && aliases.find(alias).isEmpty())
        .toList();
  }

  private Snapshot read(Target target) {
    return target instanceof AliasTarget alias
        ? aliases.read(alias)
        : stages.read((StageTarget) target);
  }

  /** Whether the permissions allow these changes; nothing is written. */
  public List<WritePermission> checkPermissions(List<RoutingChange> changes) {
    return changes.stream().map(change -> checkPermission(change.target())).toList();
  }

  private WritePermission checkPermission(Target target) {
    return target instanceof AliasTarget alias
        ? aliases.checkPermission(alias)
        : stages.checkPermission((StageTarget) target);
  }

  /**
   * Applies the changes in this order, each unless it is applied already.
   *
   * @param earlierAttempts how often this was tried before
   * @return the routing of each target after its change
   * @throws TargetMovedException if someone else changed a target; those before it are changed
   * @throws RefusedException if someone else changed a target before the release's first write to
   *     it
   * @throws LateRefusalException instead of that, if it was tried before
   */
  public List<Snapshot> apply(List<RoutingChange> changes, int earlierAttempts) {
    try {
      return changes.stream().map(change -> apply(change, earlierAttempts > 0)).toList();
    } catch (RefusedException refused) {
      throw earlierAttempts == 0 ? refused : new LateRefusalException(refused);
    }
  }

  private Snapshot apply(RoutingChange change, boolean tried) {
    return change.target() instanceof AliasTarget
        ? aliases.apply(change, tried)
        : stages.apply(change);
  }

  /**
   * Applies the changes of a rollback in reverse order, on the targets that are still this
   * release's. After a failure it continues with the other targets, and then throws. A later
   * attempt writes on the revision that is known, too: if an earlier one has written, Lambda
   * refuses that, and the target is read. Most of them were throttled, and have not.
   *
   * @return the result of each, in the order of the changes
   */
  public List<RestoreResult> restore(List<RoutingChange> changes) {
    Map<RoutingChange, RestoreResult> results = new HashMap<>();
    List<RuntimeException> failures = new ArrayList<>();
    Deque<RoutingChange> waiting = new ArrayDeque<>();
    changes.forEach(waiting::addFirst);
    while (!waiting.isEmpty()) {
      RoutingChange change = waiting.removeFirst();
      try {
        results.put(change, restore(change));
      } catch (RuntimeException failed) { // thrown after all targets
        failures.add(failed);
        requeueLast(waiting, change);
      }
    }
    failures.stream()
        .min(Comparator.comparing(Targets::isFinal))
        .map(new RestoreFindings(changes, results, this::find)::addTo)
        .ifPresent(Targets::rethrow);
    return changes.stream().map(results::get).toList();
  }

  /**
   * Targets of the same service go last: its timeouts must not take the time of the other service.
   */
  private static void requeueLast(Deque<RoutingChange> waiting, RoutingChange failed) {
    List<RoutingChange> rest = new ArrayList<>(waiting);
    waiting.clear();
    rest.sort(
        Comparator.comparing(
            change -> change.target().kindText().equals(failed.target().kindText())));
    waiting.addAll(rest);
  }

  /** Missing targets are not retried, so any other failure is thrown first. */
  private static boolean isFinal(RuntimeException failed) {
    return failed instanceof ResourceNotFoundException || failed instanceof NotFoundException;
  }

  private static void rethrow(RuntimeException failed) {
    throw failed;
  }

  private RestoreResult restore(RoutingChange change) {
    try {
      return change.target() instanceof AliasTarget
          ? aliases.restore(change)
          : stages.restore(change);
    } catch (TargetMovedException | RefusedException notOurs) {
      return RestoreResult.left(notOurs);
    } catch (ResourceNotFoundException | NotFoundException gone) {
      if (find(change.target()).isPresent()) {
        throw gone; // the old version or deployment
      }
      return RestoreResult.left(change.goneException());
    }
  }
}
