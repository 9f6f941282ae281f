package dev.coalmine.aws;

import dev.coalmine.release.Release;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.RefusedException;
import dev.coalmine.target.RestoreResult;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.Target;
import dev.coalmine.target.TargetMovedException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Whatever a release moves, each kind by its own adapter. */
public final class Targets {
  private final Aliases aliases;
  private final Stages stages;

  public Targets(Lambda lambda, ApiGateway apiGateway) {
    this.aliases = lambda.aliases();
    this.stages = apiGateway.stages();
  }

  /** Wired from the environment, as in Lambda; calls are made in the name of this state. */
  public static Targets fromEnvironment(String state) {
    return new Targets(Lambda.fromEnvironment(state), ApiGateway.fromEnvironment(state));
  }

  /** All targets of a release as they stand, in its order. */
  public List<Snapshot> read(Release release) {
    return release.parts().stream().map(part -> read(part.target())).toList();
  }

  /** A target as it stands, or nothing where there is none. */
  public Optional<Snapshot> find(Target target) {
    return target instanceof AliasTarget alias
        ? aliases.find(alias)
        : stages.find((StageTarget) target);
  }

  private Snapshot read(Target target) {
    return target instanceof AliasTarget alias
        ? aliases.read(alias)
        : stages.read((StageTarget) target);
  }

  /** Whether these moves could be made, as far as permissions go; nothing is written. */
  public List<WritePermission> checkPermissions(List<RoutingChange> moves) {
    return moves.stream().map(move -> checkPermission(move.target())).toList();
  }

  private WritePermission checkPermission(Target target) {
    return target instanceof AliasTarget alias
        ? aliases.checkPermission(alias)
        : stages.checkPermission((StageTarget) target);
  }

  /**
   * Makes the moves in this order, each unless it is made already, and tells what stands then.
   *
   * @throws TargetMovedException if someone else moved a target; those before it are moved
   * @throws RefusedException the same before the release's first write to it
   */
  public List<Snapshot> apply(List<RoutingChange> moves) {
    return moves.stream().map(this::apply).toList();
  }

  private Snapshot apply(RoutingChange move) {
    return move.target() instanceof AliasTarget ? aliases.apply(move) : stages.apply(move);
  }

  /**
   * Makes the moves in reverse order, so far as the targets are this release's. A target that fails
   * does not keep the others from going back, and what can be tried again is tried again.
   *
   * @return what became of each, in the order of the moves
   */
  public List<RestoreResult> restore(List<RoutingChange> moves) {
    Map<RoutingChange, RestoreResult> returns = new HashMap<>();
    List<RuntimeException> failures = new ArrayList<>();
    Deque<RoutingChange> waiting = new ArrayDeque<>();
    moves.forEach(waiting::addFirst);
    while (!waiting.isEmpty()) {
      RoutingChange move = waiting.removeFirst();
      try {
        returns.put(move, restore(move));
      } catch (RuntimeException failed) { // told when all have had their turn
        failures.add(failed);
        requeueLast(waiting, move);
      }
    }
    failures.stream().min(Comparator.comparing(Targets::isFinal)).ifPresent(Targets::rethrow);
    return moves.stream().map(returns::get).toList();
  }

  /** A service that does not answer must not use up the time of the other one. */
  private static void requeueLast(Deque<RoutingChange> waiting, RoutingChange failed) {
    List<RoutingChange> rest = new ArrayList<>(waiting);
    waiting.clear();
    rest.sort(
        Comparator.comparing(move -> move.target().kindText().equals(failed.target().kindText())));
    waiting.addAll(rest);
  }

  /** What is not there any more is not tried again, so another failure is told before that. */
  private static boolean isFinal(RuntimeException failed) {
    return failed instanceof ResourceNotFoundException || failed instanceof NotFoundException;
  }

  private static void rethrow(RuntimeException failed) {
    throw failed;
  }

  private RestoreResult restore(RoutingChange move) {
    try {
      return move.target() instanceof AliasTarget
          ? RestoreResult.of(aliases.apply(move))
          : stages.restore(move);
    } catch (TargetMovedException | RefusedException notOurs) {
      return RestoreResult.left(notOurs);
    }
  }
}
