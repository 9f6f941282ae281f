package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.RestJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** API Gateway's operations on stages. The caller holds the store's monitor. */
final class StageOperations {
  private static final List<String> COPIED_FIELDS =
      List.of("cacheClusterEnabled", "cacheClusterSize", "tracingEnabled", "tags");
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]{1,128}");

  private final ApiGatewayStore store;
  private OptionalInt failAfter = OptionalInt.empty();

  StageOperations(ApiGatewayStore store) {
    this.store = store;
  }

  WireResponse create(ApiGatewayCall call) {
    JsonFields fields = call.fields();
    RestApi api = store.api(call.api());
    String deployment = fields.text("deploymentId");
    refuseUnknown(api, deployment);
    StageSettings stage =
        withRequestedSettings(
            named(fields.text("stageName"), deployment, store.now()), fields, "description");
    if (fields.has("canarySettings")) {
      StageCanary canary = canary(fields, deployment);
      refuseUnknown(api, canary.deployment());
      stage = stage.with(Optional.of(canary));
    }
    return RestJson.response(201, create(api, stage).toJson());
  }

  StageSettings create(RestApi api, StageSettings stage) {
    refuseUnknown(api, stage.deployment());
    if (api.stages().containsKey(stage.name())) {
      throw ApiGatewayErrors.conflict("Stage already exists");
    }
    api.stages().put(stage.name(), stage);
    return stage;
  }

  WireResponse get(ApiGatewayCall call) {
    return RestJson.response(200, store.stage(call.api(), call.part()).toJson());
  }

  WireResponse list(ApiGatewayCall call) {
    String deployment = call.query("deploymentId");
    List<Map<String, Object>> all =
        store.api(call.api()).stages().values().stream()
            .filter(stage -> deployment.isEmpty() || stage.deployment().equals(deployment))
            .map(StageSettings::toJson)
            .toList();
    return RestJson.response(200, Map.of("item", all));
  }

  WireResponse update(ApiGatewayCall call) {
    StageSettings before = store.stage(call.api(), call.part());
    List<PatchOperation> operations = PatchOperation.all(call.fields().list("patchOperations"));
    if (failAfter.isPresent()) {
      applyPartly(store.api(call.api()), before, operations);
    }
    return RestJson.response(200, update(store.api(call.api()), before, operations).toJson());
  }

  void failNextUpdateAfter(int operations) {
    failAfter = OptionalInt.of(operations);
  }

  private void applyPartly(RestApi api, StageSettings before, List<PatchOperation> operations) {
    int applied = Math.min(failAfter.orElseThrow(), operations.size());
    failAfter = OptionalInt.empty();
    update(api, before, operations.subList(0, applied));
    throw new AwsError(
        500,
        "InternalFailure",
        "failed after %d of %d patch operations".formatted(applied, operations.size()));
  }

  /** Applies all operations, or none when one of them is refused. */
  StageSettings update(RestApi api, StageSettings before, List<PatchOperation> operations) {
    StagePatch patch = new StagePatch(api.deployments()::containsKey);
    StageSettings after = patch.apply(before, operations).updatedAt(store.now());
    api.stages().put(after.name(), after);
    return after;
  }

  WireResponse delete(ApiGatewayCall call) {
    StageSettings stage = store.stage(call.api(), call.part());
    store.api(call.api()).stages().remove(stage.name());
    return RestJson.empty(202);
  }

  /** A new stage with only a name and a deployment. */
  static StageSettings named(String name, String deployment, Instant now) {
    if (!NAME.matcher(name).matches()) { // AWS's text, although hyphens are allowed
      throw ApiGatewayErrors.badRequest("Stage name only allows a-zA-Z0-9_");
    }
    return StageSettings.of(name, deployment, now);
  }

  /** The stage with the settings that CreateStage and CreateDeployment accept. */
  static StageSettings withRequestedSettings(
      StageSettings stage, JsonFields fields, String description) {
    StageSettings changed = stage;
    if (!fields.text(description).isEmpty()) {
      changed = changed.with("description", fields.text(description));
    }
    if (fields.has("variables")) {
      changed = changed.with(StageVariables.of(fields.object("variables")));
    }
    for (Map.Entry<String, Object> other : fields.select(COPIED_FIELDS).entrySet()) {
      changed = changed.with(other.getKey(), other.getValue());
    }
    return changed;
  }

  /** The canary settings of a request. Only CreateStage accepts a deployment in them. */
  static StageCanary canary(JsonFields fields, String otherwise) {
    JsonFields sent = fields.object("canarySettings");
    String deployment = sent.has("deploymentId") ? sent.text("deploymentId") : otherwise;
    return new StageCanary(
        sent.has("percentTraffic")
            ? CanaryPatch.percent(String.valueOf(sent.tree().get("percentTraffic")))
            : 0,
        deployment,
        StageVariables.of(sent.object("stageVariableOverrides")),
        sent.flag("useStageCache"));
  }

  private static void refuseUnknown(RestApi api, String deployment) {
    if (!api.deployments().containsKey(deployment)) {
      throw ApiGatewayErrors.noDeployment();
    }
  }
}
