package dev.coalmine.embedded.apigateway;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Applies UpdateStage operations to the canary settings of a stage. */
final class CanaryPatch {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final String OVERRIDES = "stageVariableOverrides";

  private CanaryPatch() {}

  /**
   * Recorded: the first setting that is written creates the canary, with no traffic and the stage's
   * own deployment.
   */
  static StageSettings replace(
      StageSettings stage, PatchOperation operation, Predicate<String> deployments) {
    StageCanary canary = stage.canary().orElse(StageCanary.none(stage.deployment()));
    return stage.with(Optional.of(changed(canary, operation, deployments)));
  }

  private static StageCanary changed(
      StageCanary canary, PatchOperation operation, Predicate<String> deployments) {
    List<String> path = operation.segments();
    String value = operation.value();
    if (path.size() == 3 && path.get(1).equals(OVERRIDES)) {
      return canary.withOverrides(StageVariables.with(canary.overrides(), path.get(2), value));
    }
    return switch (path.size() == 2 ? path.get(1) : "") {
      case "percentTraffic" -> canary.withTraffic(percent(value));
      case "useStageCache" -> canary.withStageCache(Boolean.parseBoolean(value));
      case "deploymentId" -> {
        if (!deployments.test(value)) {
          throw ApiGatewayErrors.noDeployment();
        }
        yield canary.withDeployment(value);
      }
      default -> throw MethodSetting.unknown(operation);
    };
  }

  /**
   * The stage without the settings at the path. Empty when it has no such settings. It is not
   * recorded whether AWS refuses to remove a canary that is absent; we assume the stricter case,
   * that it does.
   */
  static Optional<StageSettings> remove(StageSettings stage, List<String> path) {
    if (path.size() == 1) {
      return stage.canary().map(gone -> stage.with(Optional.empty()));
    }
    if (path.size() != 3 || !path.get(1).equals(OVERRIDES)) {
      return Optional.empty();
    }
    String name = path.get(2);
    return stage
        .canary()
        .filter(canary -> canary.overrides().containsKey(name))
        .map(canary -> canary.withOverrides(StageVariables.without(canary.overrides(), name)))
        .map(canary -> stage.with(Optional.of(canary)));
  }

  /**
   * A share of traffic in percent. AWS's refusal of other values and its wording were not recorded.
   */
  static double percent(String value) {
    try {
      BigDecimal percent = new BigDecimal(value);
      if (percent.signum() >= 0 && percent.compareTo(HUNDRED) <= 0) {
        return percent.doubleValue();
      }
    } catch (NumberFormatException none) {
      // refused below
    }
    throw ApiGatewayErrors.badRequest(
        "Invalid canary percentTraffic: " + value + ". Must be a number from 0.0 to 100.0");
  }
}
