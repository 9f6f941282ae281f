package dev.coalmine.aws;

import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.LateRefusalException;
import dev.coalmine.target.Provisioning;
import dev.coalmine.target.RefusedException;
import dev.coalmine.target.RestoreResult;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetAliasResponse;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigNotFoundException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.UpdateAliasRequest;
import software.amazon.awssdk.services.lambda.model.UpdateAliasResponse;

/** Lambda aliases. A write is conditional on the revision that was read. */
public final class Aliases {
  private static final int ATTEMPTS = 3;
  private static final String NO_REVISION = "00000000-0000-0000-0000-000000000000";

  private final LambdaClient lambda;

  Aliases(LambdaClient lambda) {
    this.lambda = lambda;
  }

  /** The current routing of the alias; empty if the function or alias does not exist. */
  public Optional<Snapshot> find(AliasTarget target) {
    try {
      return Optional.of(read(target));
    } catch (ResourceNotFoundException none) {
      return Optional.empty();
    }
  }

  /**
   * The current routing of the alias.
   *
   * @throws software.amazon.awssdk.services.lambda.model.ResourceNotFoundException if there is no
   *     such function or alias; the error does not say which
   */
  public Snapshot read(AliasTarget target) {
    GetAliasResponse alias = get(target);
    AliasRouting routing = routing(alias.functionVersion(), alias.routingConfig());
    return new Snapshot(
        routing, text(alias.description()), alias.revisionId(), provisioning(target, routing));
  }

  /** The versions of an alias and their weights; empty if the function or alias does not exist. */
  public Optional<AliasRouting> findRouting(AliasTarget target) {
    try {
      GetAliasResponse alias = get(target);
      return Optional.of(routing(alias.functionVersion(), alias.routingConfig()));
    } catch (ResourceNotFoundException none) {
      return Optional.empty();
    }
  }

  private GetAliasResponse get(AliasTarget target) {
    return lambda.getAlias(get -> get.functionName(target.function()).name(target.alias()));
  }

  /** The routing alone does not tell whether AWS or a person sends all requests elsewhere. */
  private Provisioning provisioning(AliasTarget target, AliasRouting routing) {
    if (!routing.isDiverted()) {
      return Provisioning.NONE;
    }
    try {
      var found =
          lambda.getProvisionedConcurrencyConfig(
              get -> get.functionName(target.function()).qualifier(target.alias()));
      return Provisioning.of(found.statusAsString(), found.statusReason());
    } catch (ProvisionedConcurrencyConfigNotFoundException none) {
      return Provisioning.NONE;
    }
  }

  /**
   * Applies a routing change unless it is applied already. An earlier write whose response was lost
   * counts as applied. A changed revision with an unchanged routing is not a conflict, because
   * UpdateAlias changes the revision on every call.
   *
   * @param tried whether an earlier attempt may have written: then a first write reads the alias,
   *     as it is not repeated where its revision does not match
   * @throws dev.coalmine.target.TargetMovedException if someone else changed the alias
   * @throws RefusedException if someone else changed it before the release's first write
   * @throws LateRefusalException if so, but the SDK has tried the write more than once
   */
  public Snapshot apply(RoutingChange change, boolean tried) {
    AliasTarget target = (AliasTarget) change.target();
    Optional<Snapshot> known =
        change
            .known()
            .filter(alias -> !change.isApplied(alias))
            .filter(alias -> !tried || change.isRepeatable());
    if (known.isEmpty()) {
      return apply(change, read(target));
    }
    Snapshot written;
    try {
      written = writeKnown(change, known.get());
    } catch (PreconditionFailedException moved) {
      Snapshot found = read(target);
      if (change.isRepeatable() || change.isApplied(found)) {
        return apply(change, found);
      }
      requireOwn(change, found, moved);
      throw moved;
    }
    return apply(change.afterWrite(), written, 2);
  }

  /** The SDK's own second try is refused, too, if its first one has written and lost its answer. */
  private static void requireOwn(
      RoutingChange change, Snapshot found, PreconditionFailedException moved) {
    try {
      change.requireOwn(found);
    } catch (RefusedException refused) {
      boolean once = Objects.requireNonNullElse(moved.numAttempts(), 1) == 1;
      throw once ? refused : new LateRefusalException(refused);
    }
  }

  /**
   * Writes on the revision that the release knows, without a read.
   *
   * @throws PreconditionFailedException if anybody has written since
   */
  private Snapshot writeKnown(RoutingChange change, Snapshot known) {
    change.requireOwn(known);
    return write((AliasTarget) change.target(), change, known);
  }

  private Snapshot apply(RoutingChange change, Snapshot found) {
    return apply(change, found, 1);
  }

  /**
   * Applies the change of a rollback in the same way. Where nothing had to be written, a read is
   * confirmed by a write on its revision if the change asks for it, and repeated if it was out of
   * date.
   */
  RestoreResult restore(RoutingChange change) {
    Optional<Snapshot> known = change.known().filter(alias -> !change.isApplied(alias));
    if (known.isEmpty()) {
      return restoreRead(change);
    }
    Snapshot written;
    try {
      written = writeKnown(change, known.get());
    } catch (PreconditionFailedException moved) {
      return restoreRead(change);
    }
    return RestoreResult.of(apply(change.afterWrite(), written, 2));
  }

  private RestoreResult restoreRead(RoutingChange change) {
    AliasTarget target = (AliasTarget) change.target();
    for (int attempt = 1; ; attempt++) {
      Snapshot found = change.readForRestore(() -> read(target));
      Snapshot restored = apply(change, found);
      boolean moved = !found.routing().equals(change.before().routing());
      if (moved || !change.isReadConfirmed() || isLatest(target, restored, attempt < ATTEMPTS)) {
        return RestoreResult.of(restored, moved);
      }
    }
  }

  /**
   * Writes nothing but a new revision, which AWS refuses if the alias was written since. Without
   * the permission, the read stands as it is: nobody has to be called for an alias that is as
   * before.
   */
  private boolean isLatest(AliasTarget target, Snapshot read, boolean repeatable) {
    try {
      updateNothing(target, read.revision());
      return true;
    } catch (PreconditionFailedException outOfDate) {
      if (repeatable) {
        return false;
      }
      throw outOfDate;
    } catch (LambdaException refused) {
      if (WritePermission.isMissing(refused)) {
        return true;
      }
      throw refused;
    }
  }

  /**
   * Applies the change to what was found.
   *
   * @param first the number of the first attempt: a later one than 1 if it was written before
   */
  private Snapshot apply(RoutingChange wanted, Snapshot first, int firstAttempt) {
    AliasTarget target = (AliasTarget) wanted.target();
    RoutingChange change = wanted;
    Snapshot found = first;
    for (int attempt = firstAttempt; ; attempt++) {
      boolean again = attempt == 1 && change.isRestoreStuck(found);
      if (change.isApplied(found) && !again) {
        return found;
      }
      change.requireOwn(found);
      try {
        found = write(target, change, found);
        change = change.afterWrite();
      } catch (PreconditionFailedException lost) {
        if (attempt == ATTEMPTS || !change.isRepeatable()) {
          throw lost;
        }
        found = read(target);
      }
    }
  }

  /**
   * Writes the routing, and returns the alias as it is after that. UpdateAlias answers with all of
   * the alias and its new revision, which proves the write. Only a new primary version is read
   * again: for a time AWS may send its requests elsewhere, to prepare its provisioned concurrency.
   */
  private Snapshot write(AliasTarget target, RoutingChange change, Snapshot found) {
    AliasRouting wanted = (AliasRouting) change.wanted();
    UpdateAliasResponse answer = update(target, change, found);
    AliasRouting written = routing(answer.functionVersion(), answer.routingConfig());
    boolean samePrimary = wanted.version().equals(((AliasRouting) found.routing()).version());
    return samePrimary && written.equals(wanted) && !written.isDiverted()
        ? new Snapshot(written, text(answer.description()), answer.revisionId())
        : read(target);
  }

  /**
   * Whether the function's role may write the alias. It sends an update without changes on a
   * revision that does not exist: AWS answers 412 with the permission (recorded), and 403 without.
   */
  WritePermission checkPermission(AliasTarget target) {
    try {
      updateNothing(target, NO_REVISION);
    } catch (PreconditionFailedException refused) {
      return WritePermission.granted(target);
    } catch (LambdaException refused) {
      return WritePermission.of(target, refused);
    }
    throw WritePermission.unexpectedWrite(target);
  }

  /** An update that changes no more than the revision, and only if it is still this one. */
  private void updateNothing(AliasTarget target, String revision) {
    lambda.updateAlias(
        update -> update.functionName(target.function()).name(target.alias()).revisionId(revision));
  }

  private UpdateAliasResponse update(AliasTarget target, RoutingChange change, Snapshot found) {
    AliasRouting wanted = (AliasRouting) change.wanted();
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
    change.descriptionToWrite(found).ifPresent(update::description);
    return lambda.updateAlias(update.build());
  }

  /**
   * The weights as fractions. UpdateAlias clears them on an empty map and keeps them without one.
   */
  private static Map<String, Double> fractions(AliasRouting wanted) {
    return wanted.otherWeights().entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, other -> other.getValue().movePointLeft(2).doubleValue()));
  }

  private static AliasRouting routing(String version, AliasRoutingConfiguration weights) {
    Map<String, BigDecimal> percents =
        weights == null
            ? Map.of()
            : weights.additionalVersionWeights().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, other -> percent(other.getValue())));
    return new AliasRouting(version, percents);
  }

  private static String text(String description) {
    return description == null ? "" : description;
  }

  /** Percent with four decimals, so that a weight that is read equals the one that was written. */
  private static BigDecimal percent(double fraction) {
    return BigDecimal.valueOf(fraction).movePointRight(2).setScale(4, RoundingMode.HALF_EVEN);
  }
}
