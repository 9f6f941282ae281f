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
 * Stages of REST APIs. A stage has no revision, so it is read, compared, written and read back;
 * each write brings it nearer to what is wanted, and any one of them may have been made before.
 */
public final class Stages {
  /** Back from promotion to a canary takes three writes, and each may meet somebody else's. */
  private static final int MOST_WRITES = 6;

  private final Supplier<ApiGatewayClient> apiGateway;

  Stages(Supplier<ApiGatewayClient> apiGateway) {
    this.apiGateway = apiGateway;
  }

  /**
   * The stage as it stands.
   *
   * @throws NotFoundException if there is no such API or stage
   */
  public Snapshot read(StageTarget target) {
    return snapshot(
        apiGateway
            .get()
            .getStage(get -> get.restApiId(target.restApi()).stageName(target.stage())));
  }

  /** The stage as it stands, or nothing where there is none. */
  public Optional<Snapshot> find(StageTarget target) {
    try {
      return Optional.of(read(target));
    } catch (NotFoundException none) {
      return Optional.empty();
    }
  }

  /**
   * Brings the stage to where the move wants it, unless it is there already, and reads back what
   * stands then.
   *
   * @throws dev.coalmine.release.TargetMovedException if someone else moved the stage
   * @throws dev.coalmine.release.RefusedException the same before the release's first write
   */
  public Snapshot apply(RoutingChange move) {
    StageTarget target = (StageTarget) move.target();
    for (int write = 0; ; write++) {
      Snapshot found = read(target);
      if (move.isApplied(found)) {
        return found;
      }
      move.requireOwn(found);
      if (write == MOST_WRITES) {
        throw new IllegalStateException(
            "could not set stage %s to %s: after %d writes it is at %s"
                .formatted(target, move.wanted(), write, found.routing()));
      }
      update(target, StagePatch.towards(move, found));
    }
  }

  /**
   * Whether the stage may be written: by an operation that API Gateway has for no canary. It
   * answers 400 to it (recorded), or 403.
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
   * The same on the way back. Where a rival was first, only this release's mark is wiped off.
   *
   * @throws dev.coalmine.release.TargetMovedException if someone else moved the stage
   */
  public RestoreResult restore(RoutingChange move) {
    StageTarget target = (StageTarget) move.target();
    boolean standsAsBefore = read(target).routing().equals(move.before().routing());
    try {
      return RestoreResult.of(apply(move), !standsAsBefore);
    } catch (RefusedException rival) {
      if (read(target).description().equals(move.mark())) {
        update(target, List.of(StagePatch.description(move.before().description())));
      }
      return RestoreResult.left(rival);
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

  /** A canary that names no deployment serves the stage's own. */
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
