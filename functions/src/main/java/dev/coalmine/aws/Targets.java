package dev.coalmine.aws;

import dev.coalmine.release.AliasTarget;
import dev.coalmine.release.Move;
import dev.coalmine.release.RefusedException;
import dev.coalmine.release.Release;
import dev.coalmine.release.Return;
import dev.coalmine.release.Snapshot;
import dev.coalmine.release.StageTarget;
import dev.coalmine.release.Target;
import dev.coalmine.release.TargetMovedException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

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

  /**
   * Makes the moves in this order, each unless it is made already, and tells what stands then.
   *
   * @throws TargetMovedException if someone else moved a target; those before it are moved
   * @throws RefusedException the same before the release's first write to it
   */
  public List<Snapshot> make(List<Move> moves) {
    return moves.stream().map(this::make).toList();
  }

  private Snapshot make(Move move) {
    return move.target() instanceof AliasTarget ? aliases.make(move) : stages.make(move);
  }

  /**
   * Makes the moves in reverse order, so far as the targets are this release's. A target that fails
   * does not keep the others from going back.
   *
   * @return what became of each, in the order of the moves
   */
  public List<Return> takeBack(List<Move> moves) {
    List<Return> returns = new ArrayList<>();
    List<RuntimeException> failures = new ArrayList<>();
    for (int i = moves.size() - 1; i >= 0; i--) {
      try {
        returns.add(takeBack(moves.get(i)));
      } catch (RuntimeException failed) { // told when all have had their turn
        failures.add(failed);
      }
    }
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
    Collections.reverse(returns);
    return returns;
  }

  private Return takeBack(Move move) {
    try {
      return Return.of(make(move));
    } catch (TargetMovedException | RefusedException notOurs) {
      return Return.left(notOurs);
    }
  }
}
