package dev.coalmine.local.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** API Gateway's operations on deployments. The caller holds the book's monitor. */
final class ApiDeployments {
  private final ApiGatewayBook book;

  ApiDeployments(ApiGatewayBook book) {
    this.book = book;
  }

  WireAnswer create(ApiGatewayCall call) {
    RestApi api = book.api(call.api());
    Fields fields = call.fields();
    boolean canary = fields.has("canarySettings");
    Optional<StageSettings> before =
        Optional.ofNullable(api.stages().get(fields.text("stageName")));
    if (canary) {
      refuseWithoutStage(fields, before.isPresent());
    } else {
      before.ifPresent(ApiDeployments::refuseUnderCanary);
    }
    String id = book.newId(6);
    Optional<StageSettings> after = stage(fields, before, id); // all of it, before anything is kept
    ApiDeployment made = create(api, id, fields.text("description"));
    after.ifPresent(stage -> api.stages().put(stage.name(), stage));
    return LambdaWire.json(201, made.wire(false));
  }

  /** A snapshot of the API as it is. */
  ApiDeployment create(RestApi api, String id, String description) {
    List<ApiMethod> methods =
        api.inOrder().stream().flatMap(one -> one.methods().values().stream()).toList();
    if (methods.isEmpty()) {
      throw ApiGatewayErrors.bad("The REST API doesn't contain any methods");
    }
    if (methods.stream().anyMatch(method -> method.integration().isEmpty())) {
      throw ApiGatewayErrors.bad("No integration defined for method");
    }
    ApiDeployment made = new ApiDeployment(id, description, book.now(), api.inOrder());
    api.deployments().put(id, made);
    return made;
  }

  private static void refuseWithoutStage(Fields fields, boolean exists) {
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

  /** Reported by users: whoever deploys in the ordinary way has to wait for the canary's end. */
  private static void refuseUnderCanary(StageSettings stage) {
    if (stage.canary().isPresent()) {
      throw ApiGatewayErrors.deploymentContent(
          "Non canary deployment not supported on stage "
              + stage.name()
              + " because Canary is enabled. Provide CanarySettings in deploymentInput.");
    }
  }

  /** The stage as the deployment leaves it; nothing for a deployment without one. */
  private Optional<StageSettings> stage(
      Fields fields, Optional<StageSettings> before, String deployment) {
    String name = fields.text("stageName");
    if (name.isEmpty()) {
      return Optional.empty();
    }
    if (fields.has("canarySettings")) {
      ApiCanary canary = ApiStages.canary(fields, deployment).at(deployment);
      return before.map(stage -> stage.with(Optional.of(canary)).updatedAt(book.now()));
    }
    StageSettings stage =
        before.orElseGet(() -> ApiStages.named(name, deployment, book.now())).at(deployment);
    return Optional.of(ApiStages.set(stage, fields, "stageDescription").updatedAt(book.now()));
  }

  WireAnswer get(ApiGatewayCall call) {
    ApiDeployment deployment = book.deployment(call.api(), call.part());
    return LambdaWire.json(200, deployment.wire(call.embeds("apisummary")));
  }

  WireAnswer list(ApiGatewayCall call) {
    List<Map<String, Object>> all =
        book.api(call.api()).deployments().values().stream().map(one -> one.wire(false)).toList();
    return Pages.ofApiGateway(call, all);
  }

  WireAnswer delete(ApiGatewayCall call) {
    ApiDeployment deployment = book.deployment(call.api(), call.part());
    RestApi api = book.api(call.api());
    if (api.stages().values().stream().anyMatch(stage -> stage.uses(deployment.id()))) {
      throw ApiGatewayErrors.bad(
          "Active stages pointing to this deployment must be moved or deleted");
    }
    api.deployments().remove(deployment.id());
    return LambdaWire.nothing(202);
  }
}
