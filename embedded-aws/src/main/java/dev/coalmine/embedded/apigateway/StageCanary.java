package dev.coalmine.embedded.apigateway;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The canary settings of a stage.
 *
 * @param percentTraffic its share of all requests, from 0 to 100
 * @param deployment its deployment's id
 * @param overrides stage variables that replace or add to the stage's
 * @param useStageCache whether it uses the stage's cache instead of its own
 */
public record StageCanary(
    double percentTraffic,
    String deployment,
    Map<String, String> overrides,
    boolean useStageCache) {

  /** Copies the overrides. */
  public StageCanary {
    overrides = Map.copyOf(overrides);
  }

  /** The canary that the first written setting creates: no traffic, no overrides. */
  static StageCanary none(String deployment) {
    return new StageCanary(0, deployment, Map.of(), false);
  }

  StageCanary withTraffic(double percent) {
    return new StageCanary(percent, deployment, overrides, useStageCache);
  }

  StageCanary withDeployment(String otherDeployment) {
    return new StageCanary(percentTraffic, otherDeployment, overrides, useStageCache);
  }

  StageCanary withOverrides(Map<String, String> variables) {
    return new StageCanary(percentTraffic, deployment, variables, useStageCache);
  }

  StageCanary withStageCache(boolean usesStageCache) {
    return new StageCanary(percentTraffic, deployment, overrides, usesStageCache);
  }

  /** CanarySettings on the wire. Recorded: without overrides their key is absent. */
  Map<String, Object> toJson() {
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
