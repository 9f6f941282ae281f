package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.JsonFields;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Applies UpdateStage's operations to a stage, one after another. The behaviour of canary settings
 * and the messages are recorded from AWS.
 *
 * @param deployments whether a deployment id exists
 */
record StagePatch(Predicate<String> deployments) {
  private static final List<String> FLAGS = List.of("cacheClusterEnabled", "tracingEnabled");
  private static final List<String> TEXTS =
      List.of("description", "cacheClusterSize", "clientCertificateId", "documentationVersion");
  private static final List<String> LOG_SETTINGS = List.of("destinationArn", "format");

  /**
   * The stage after all operations.
   *
   * @throws AwsError if one of them is refused
   */
  StageSettings apply(StageSettings before, List<PatchOperation> operations) {
    StageSettings stage = before;
    for (PatchOperation operation : operations) {
      stage = apply(stage, operation);
    }
    return stage;
  }

  private StageSettings apply(StageSettings stage, PatchOperation operation) {
    return switch (operation.op()) {
      case REPLACE -> replace(stage, operation);
      case REMOVE -> remove(stage, operation);
      case COPY -> copy(stage, operation);
      case ADD ->
          operation.segments().get(0).equals("accessLogSettings")
              ? logged(stage, operation)
              : refuse(operation);
      case MOVE, TEST -> refuse(operation);
    };
  }

  private static StageSettings refuse(PatchOperation operation) {
    throw ApiGatewayErrors.badRequest(
        "Invalid " + operation.op().wireName() + " operation with path: " + operation.path());
  }

  private StageSettings replace(StageSettings stage, PatchOperation operation) {
    List<String> path = operation.segments();
    String value = operation.value();
    String first = path.get(0);
    if (path.size() == 1 && FLAGS.contains(first)) {
      return stage.with(first, Boolean.parseBoolean(value));
    }
    if (path.size() == 1 && TEXTS.contains(first)) {
      return value.isEmpty() ? stage.without(first) : stage.with(first, value);
    }
    return switch (first) {
      case "deploymentId" -> deployed(stage, operation);
      case "variables" -> {
        refuseUnless(path.size() == 2, operation);
        yield stage.with(StageVariables.with(stage.variables(), path.get(1), value));
      }
      case "canarySettings" -> CanaryPatch.replace(stage, operation, deployments);
      case "accessLogSettings" -> logged(stage, operation);
      default -> MethodSetting.replace(stage, operation);
    };
  }

  private StageSettings deployed(StageSettings stage, PatchOperation operation) {
    refuseUnless(operation.segments().size() == 1, operation);
    if (!deployments.test(operation.value())) {
      throw ApiGatewayErrors.noDeployment();
    }
    return stage.withDeployment(operation.value());
  }

  private static StageSettings logged(StageSettings stage, PatchOperation operation) {
    List<String> path = operation.segments();
    if (path.size() != 2 || !LOG_SETTINGS.contains(path.get(1))) {
      throw ApiGatewayErrors.badRequest(
          "Invalid accessLogSettings path. Must be one of : [/accessLogSettings/destinationArn,"
              + " /accessLogSettings/format]");
    }
    if (operation.value().isEmpty()) {
      throw ApiGatewayErrors.badRequest("Access Log value must not be empty");
    }
    Map<String, Object> settings =
        new TreeMap<>(new JsonFields(stage.others()).object("accessLogSettings").tree());
    settings.put(path.get(1), operation.value());
    return stage.with("accessLogSettings", settings);
  }

  /** Recorded: the error for any missing setting is that of a missing method setting. */
  private static StageSettings remove(StageSettings stage, PatchOperation operation) {
    List<String> path = operation.segments();
    Optional<StageSettings> removed =
        switch (path.get(0)) {
          case "canarySettings" -> CanaryPatch.remove(stage, path);
          case "variables" -> removeVariable(stage, path);
          case "accessLogSettings" ->
              Optional.of(stage)
                  .filter(one -> path.size() == 1 && one.others().containsKey("accessLogSettings"))
                  .map(one -> one.without("accessLogSettings"));
          default -> MethodSetting.remove(stage, path);
        };
    return removed.orElseThrow(
        () ->
            ApiGatewayErrors.badRequest(
                "Cannot remove method setting "
                    + String.join("/", path)
                    + " because there is no method setting for this method "));
  }

  private static Optional<StageSettings> removeVariable(StageSettings stage, List<String> path) {
    return path.size() == 2 && stage.variables().containsKey(path.get(1))
        ? Optional.of(stage.with(StageVariables.without(stage.variables(), path.get(1))))
        : Optional.empty();
  }

  /** Promotion. Recorded: variables are merged, never deleted, and the canary stays. */
  private static StageSettings copy(StageSettings stage, PatchOperation operation) {
    boolean deployment =
        operation.path().equals("/deploymentId")
            && operation.from().equals("/canarySettings/deploymentId");
    boolean variables =
        operation.path().equals("/variables")
            && operation.from().equals("/canarySettings/stageVariableOverrides");
    if (!deployment && !variables) {
      throw invalidCopy(operation);
    }
    StageCanary canary =
        stage
            .canary()
            .orElseThrow(
                () ->
                    ApiGatewayErrors.badRequest("Promotion not available. Canary does not exist."));
    return deployment
        ? stage.withDeployment(canary.deployment())
        : stage.with(stage.canaryVariables());
  }

  private static AwsError invalidCopy(PatchOperation operation) {
    return ApiGatewayErrors.badRequest(
        "Invalid copy operation with path: "
            + operation.path()
            + " and from "
            + operation.from()
            + ". Valid copy:path are [/deploymentId, /variables] and valid copy:from are"
            + " [/canarySettings/deploymentId, /canarySettings/stageVariableOverrides]");
  }

  private static void refuseUnless(boolean valid, PatchOperation operation) {
    if (!valid) {
      throw MethodSetting.unknown(operation);
    }
  }
}
