package dev.coalmine.aws;

import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;

/** Lambda aliases: read whole, written only on the revision that was read. */
public final class Aliases {
  private static final int RACES = 3;
  private static final String NEVER = "00000000-0000-0000-0000-000000000000";

  private final LambdaClient lambda;

  Aliases(LambdaClient lambda) {
    this.lambda = lambda;
  }

  /** The alias as it stands, or nothing where there is no such function or alias. */
  public Optional<Snapshot> find(AliasTarget target) {
    try {
      return Optional.of(read(target));
    } catch (ResourceNotFoundException none) {
      return Optional.empty();
    }
  }

  /**
   * The alias as it stands.
   *
   * @throws software.amazon.awssdk.services.lambda.model.ResourceNotFoundException if there is no
   *     such function or alias; AWS does not tell which
   */
  public Snapshot read(AliasTarget target) {
    var alias = lambda.getAlias(get -> get.functionName(target.function()).name(target.alias()));
    return snapshot(
        alias.functionVersion(), alias.routingConfig(), alias.description(), alias.revisionId());
  }

  /**
   * Makes the move unless it is made already, and reads back what stands then. A write whose answer
   * was lost, by the network or with a killed handler, is found as done; a revision that changed
   * while the routing did not is no reason to stop (UpdateAlias changes it even when it changes
   * nothing else).
   *
   * @throws dev.coalmine.release.TargetMovedException if someone else moved the alias
   * @throws dev.coalmine.release.RefusedException the same before the release's first write
   */
  public Snapshot apply(RoutingChange move) {
    AliasTarget target = (AliasTarget) move.target();
    for (int race = 1; ; race++) {
      Snapshot found = read(target);
      if (move.isApplied(found)) {
        return found;
      }
      move.requireOwn(found);
      try {
        update(target, move, found);
      } catch (PreconditionFailedException lost) {
        if (race == RACES) {
          throw lost;
        }
      }
    }
  }

  /**
   * Whether the alias may be written: by a write of nothing, on a revision that never was. AWS
   * answers 412 to it (recorded), or 403.
   */
  WritePermission checkPermission(AliasTarget target) {
    try {
      lambda.updateAlias(
          update -> update.functionName(target.function()).name(target.alias()).revisionId(NEVER));
    } catch (PreconditionFailedException refused) {
      return WritePermission.granted(target);
    } catch (LambdaException refused) {
      return WritePermission.of(target, refused);
    }
    throw WritePermission.unexpectedWrite(target);
  }

  private void update(AliasTarget target, RoutingChange move, Snapshot found) {
    AliasRouting wanted = (AliasRouting) move.wanted();
    UpdateAliasRequest.Builder update =
        UpdateAliasRequest.builder()
            .functionName(target.function())
            .name(target.alias())
            .functionVersion(wanted.version())
            .routingConfig(
                AliasRoutingConfiguration.builder()
                    .additionalVersionWeights(fractions(wanted))
                    .build())
            .revisionId(found.revision());
    move.descriptionToWrite(found).ifPresent(update::description);
    lambda.updateAlias(update.build());
  }

  /** An empty map is sent as such and clears the weights; leaving it out would keep them. */
  private static Map<String, Double> fractions(AliasRouting wanted) {
    return wanted.others().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, other -> other.getValue().movePointLeft(2).doubleValue()));
  }

  private static Snapshot snapshot(
      String version, AliasRoutingConfiguration routing, String description, String revision) {
    Map<String, BigDecimal> percents =
        routing == null
            ? Map.of()
            : routing.additionalVersionWeights().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, other -> percent(other.getValue())));
    return new Snapshot(
        new AliasRouting(version, percents), description == null ? "" : description, revision);
  }

  /** Rounded to a millionth, so that a weight read back equals the one that was written. */
  private static BigDecimal percent(double fraction) {
    return BigDecimal.valueOf(fraction).movePointRight(2).setScale(4, RoundingMode.HALF_EVEN);
  }
}
