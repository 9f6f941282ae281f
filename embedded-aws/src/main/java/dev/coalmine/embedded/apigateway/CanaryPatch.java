package dev.coalmine.embedded.apigateway;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** What UpdateStage does to the canary settings of a stage. */
final class CanaryPatch {
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);
  private static final String OVERRIDES = "stageVariableOverrides";

  private CanaryPatch() {}

  /**
   * Recorded: whichever setting is written first makes the canary, with no traffic and at the
   * stage's own deployment.
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
   * The stage without what the path names; nothing when it has no such thing. That removing a
   * canary which is not there is an error was not recorded: it is the less comfortable guess.
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

  /** A share of traffic; that AWS refuses others, and in which words, was not recorded. */
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
