package dev.coalmine.aws;

import dev.coalmine.target.RefusedException;
import dev.coalmine.target.RestoreResult;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageRouting.StageCanary;
import dev.coalmine.target.StageTarget;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiGatewayException;
import software.amazon.awssdk.services.apigateway.model.BadRequestException;
import software.amazon.awssdk.services.apigateway.model.CanarySettings;
import software.amazon.awssdk.services.apigateway.model.GetStageResponse;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/**
 * Stages of REST APIs. A stage has no revision, so each write is between two reads that are
 * compared with the expected routing. A change may take several writes, and a retry continues after
 * those that were made.
 */
public final class Stages {
  /** A rollback from promotion to a canary takes three writes; the rest allows for conflicts. */
  private static final int MOST_WRITES = 6;

  private final Supplier<ApiGatewayClient> apiGateway;

  Stages(Supplier<ApiGatewayClient> apiGateway) {
    this.apiGateway = apiGateway;
  }

  /**
   * The current routing of the stage.
   *
   * @throws NotFoundException if there is no such API or stage
   */
  public Snapshot read(StageTarget target) {
    return snapshot(
        apiGateway
            .get()
            .getStage(get -> get.restApiId(target.restApi()).stageName(target.stage())));
  }

  /** The current routing of the stage; empty if there is none. */
  public Optional<Snapshot> find(StageTarget target) {
    try {
      return Optional.of(read(target));
    } catch (NotFoundException none) {
      return Optional.empty();
    }
  }

  /**
   * Applies a routing change unless it is applied already, and reads the stage again.
   *
   * @throws dev.coalmine.target.TargetMovedException if someone else changed the stage
   * @throws dev.coalmine.target.RefusedException if someone else changed it before the release's
   *     first write
   * @throws IllegalStateException if the routing is not as wanted after all writes
   */
  public Snapshot apply(RoutingChange change) {
    return apply(change, read((StageTarget) change.target()));
  }

  private Snapshot apply(RoutingChange wanted, Snapshot first) {
    StageTarget target = (StageTarget) wanted.target();
    RoutingChange change = wanted;
    Snapshot found = first;
    for (int write = 0; ; write++) {
      if (change.isApplied(found)) {
        return found;
      }
      change.requireOwn(found);
      if (write == MOST_WRITES) {
        throw new IllegalStateException(
            "could not set stage %s to %s: after %d writes it is at %s"
                .formatted(target, change.wanted(), write, found.routing()));
      }
      update(target, StagePatch.towards(change, found));
      change = change.afterWrite();
      found = read(target);
    }
  }

  /**
   * Whether the function's role may write the stage. It sends a patch operation that API Gateway
   * does not support: the answer is 400 with the permission (recorded), and 403 without.
   */
  WritePermission checkPermission(StageTarget target) {
    try {
      update(target, List.of(StagePatch.refused(((StageRouting) read(target).routing()))));
    } catch (BadRequestException refused) {
      return WritePermission.granted(target);
    } catch (ApiGatewayException refused) {
      return WritePermission.of(target, refused);
    }
    throw WritePermission.unexpectedWrite(target);
  }

  private void update(StageTarget target, List<PatchOperation> patch) {
    apiGateway
        .get()
        .updateStage(
            update ->
                update
                    .restApiId(target.restApi())
                    .stageName(target.stage())
                    .patchOperations(patch));
  }

  /**
   * Applies the change of a rollback. If another release changed the stage first, only this
   * release's mark in the description is removed.
   *
   * @throws dev.coalmine.target.TargetMovedException if someone else changed the stage
   */
  public RestoreResult restore(RoutingChange change) {
    StageTarget target = (StageTarget) change.target();
    Snapshot found = read(target); // once: the write has no condition
    try {
      return RestoreResult.of(
          apply(change, found), !found.routing().equals(change.before().routing()));
    } catch (RefusedException otherRelease) {
      if (read(target).description().equals(change.mark())) {
        update(target, List.of(StagePatch.description(change.before().description())));
      }
      return RestoreResult.left(otherRelease);
    }
  }

  private static Snapshot snapshot(GetStageResponse stage) {
    String description = stage.description() == null ? "" : stage.description();
    Map<String, String> variables = stage.hasVariables() ? stage.variables() : Map.of();
    return new Snapshot(
        new StageRouting(
            stage.deploymentId(), variables, canary(stage.deploymentId(), stage.canarySettings())),
        description,
        "",
        stage.lastUpdatedDate() == null ? "" : stage.lastUpdatedDate().toString());
  }

  /** A canary without a deployment of its own serves the stage's deployment. */
  private static StageCanary canary(String deployment, CanarySettings settings) {
    if (settings == null) {
      return StageCanary.NONE;
    }
    double percent = settings.percentTraffic() == null ? 0 : settings.percentTraffic();
    return new StageCanary(
        settings.deploymentId() == null ? deployment : settings.deploymentId(),
        BigDecimal.valueOf(percent).setScale(4, RoundingMode.HALF_EVEN),
        settings.hasStageVariableOverrides() ? settings.stageVariableOverrides() : Map.of());
  }
}
