package dev.coalmine.local.aws;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The canary settings of a stage.
 *
 * @param percentTraffic its share of all requests, from 0 to 100
 * @param deployment its id
 * @param overrides stage variables that it has instead of, or beside, the stage's
 * @param useStageCache whether it has the stage's cache and not its own
 */
public record ApiCanary(
    double percentTraffic,
    String deployment,
    Map<String, String> overrides,
    boolean useStageCache) {

  /** Copies the overrides. */
  public ApiCanary {
    overrides = Map.copyOf(overrides);
  }

  /** What a stage gets when its first setting is written: no traffic, no overrides. */
  static ApiCanary none(String deployment) {
    return new ApiCanary(0, deployment, Map.of(), false);
  }

  ApiCanary withTraffic(double percent) {
    return new ApiCanary(percent, deployment, overrides, useStageCache);
  }

  ApiCanary at(String otherDeployment) {
    return new ApiCanary(percentTraffic, otherDeployment, overrides, useStageCache);
  }

  ApiCanary overriding(Map<String, String> variables) {
    return new ApiCanary(percentTraffic, deployment, variables, useStageCache);
  }

  ApiCanary cached(boolean byStage) {
    return new ApiCanary(percentTraffic, deployment, overrides, byStage);
  }

  /** CanarySettings on the wire. Recorded: without overrides there is no key for them. */
  Map<String, Object> wire() {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("percentTraffic", percentTraffic);
    wire.put("deploymentId", deployment);
    if (!overrides.isEmpty()) {
      wire.put("stageVariableOverrides", overrides);
    }
    wire.put("useStageCache", useStageCache);
    return wire;
  }
}
