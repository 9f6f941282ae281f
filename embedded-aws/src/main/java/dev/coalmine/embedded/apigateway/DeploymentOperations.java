package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.RestJson;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** API Gateway's operations on deployments. The caller holds the store's monitor. */
final class DeploymentOperations {
  private static final List<String> STAGE_SETTINGS =
      List.of(
          "variables",
          "stageDescription",
          "tracingEnabled",
          "cacheClusterEnabled",
          "cacheClusterSize");

  private final ApiGatewayStore store;

  DeploymentOperations(ApiGatewayStore store) {
    this.store = store;
  }

  WireResponse create(ApiGatewayCall call) {
    RestApi api = store.api(call.api());
    JsonFields fields = call.fields();
    boolean canary = fields.has("canarySettings");
    Optional<StageSettings> before =
        Optional.ofNullable(api.stages().get(fields.text("stageName")));
    if (canary) {
      refuseWithoutStage(fields, before.isPresent());
    } else {
      before.ifPresent(DeploymentOperations::refuseUnderCanary);
    }
    String id = store.newId(6);
    Optional<StageSettings> after = stage(fields, before, id); // before storing, as it may refuse
    ApiDeployment made = create(api, id, fields.text("description"));
    after.ifPresent(stage -> api.stages().put(stage.name(), stage));
    return RestJson.response(201, made.toJson(false));
  }

  /** Creates a snapshot of the API's current state. */
  ApiDeployment create(RestApi api, String id, String description) {
    List<ApiMethod> methods =
        api.resourcesByPath().stream().flatMap(one -> one.methods().values().stream()).toList();
    if (methods.isEmpty()) {
      throw ApiGatewayErrors.badRequest("The REST API doesn't contain any methods");
    }
    if (methods.stream().anyMatch(method -> method.integration().isEmpty())) {
      throw ApiGatewayErrors.badRequest("No integration defined for method");
    }
    ApiDeployment made =
        new ApiDeployment(
            id, description, store.now(), api.resourcesByPath(), Map.copyOf(api.authorizers()));
    api.deployments().put(id, made);
    return made;
  }

  private static void refuseWithoutStage(JsonFields fields, boolean exists) {
    String stage = fields.text("stageName");
    if (stage.isEmpty()) {
      throw ApiGatewayErrors.deploymentContent(
          "Non null and non empty stageName must be provided for canary deployment. Provided value"
              + " is "
              + (fields.has("stageName") ? "" : "null"));
    }
    if (!exists) {
      throw ApiGatewayErrors.deploymentContent(
          "Stage " + stage + " must already be created before making a canary release deployment");
    }
  }

  /** Reported by users: an ordinary deployment has to wait for the canary's end. */
  private static void refuseUnderCanary(StageSettings stage) {
    if (stage.canary().isPresent()) {
      throw ApiGatewayErrors.deploymentContent(
          "Non canary deployment not supported on stage "
              + stage.name()
              + " because Canary is enabled. Provide CanarySettings in deploymentInput.");
    }
  }

  /** The stage after the deployment. Empty for a deployment without a stage. */
  private Optional<StageSettings> stage(
      JsonFields fields, Optional<StageSettings> before, String deployment) {
    String name = fields.text("stageName");
    if (name.isEmpty()) {
      refuseSettings(fields, "without stageName");
      return Optional.empty();
    }
    if (fields.has("canarySettings")) {
      refuseSettings(fields, "with canarySettings");
      StageCanary canary = StageOperations.canary(fields, deployment).withDeployment(deployment);
      return before.map(stage -> stage.with(Optional.of(canary)).updatedAt(store.now()));
    }
    StageSettings stage =
        before
            .orElseGet(() -> StageOperations.named(name, deployment, store.now()))
            .withDeployment(deployment);
    return Optional.of(
        StageOperations.withRequestedSettings(stage, fields, "stageDescription")
            .updatedAt(store.now()));
  }

  /** What AWS makes of these is not recorded. */
  private static void refuseSettings(JsonFields fields, String when) {
    List<String> given = STAGE_SETTINGS.stream().filter(fields::has).toList();
    if (!given.isEmpty()) {
      throw ApiGatewayErrors.badRequest(
          "the embedded AWS does not know %s of CreateDeployment %s"
              .formatted(String.join(", ", given), when));
    }
  }

  WireResponse get(ApiGatewayCall call) {
    ApiDeployment deployment = store.deployment(call.api(), call.part());
    return RestJson.response(200, deployment.toJson(call.embeds("apisummary")));
  }

  WireResponse list(ApiGatewayCall call) {
    List<Map<String, Object>> all =
        store.api(call.api()).deployments().values().stream()
            .map(one -> one.toJson(false))
            .toList();
    return ApiGatewayPages.page(call, all);
  }

  WireResponse delete(ApiGatewayCall call) {
    ApiDeployment deployment = store.deployment(call.api(), call.part());
    RestApi api = store.api(call.api());
    if (api.stages().values().stream().anyMatch(stage -> stage.uses(deployment.id()))) {
      throw ApiGatewayErrors.badRequest(
          "Active stages pointing to this deployment must be moved or deleted");
    }
    api.deployments().remove(deployment.id());
    return RestJson.empty(202);
  }
}
