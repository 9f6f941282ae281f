package dev.coalmine.embedded.apigateway;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings of a stage.
 *
 * @param name letters, digits, hyphens and underscores
 * @param deployment the id of production's deployment
 * @param variables the stage's variables, without the canary's overrides
 * @param canary empty when there is none
 * @param others description, tracingEnabled, methodSettings and others, as on the wire
 * @param created when it was created
 * @param updated when it was last updated
 */
public record StageSettings(
    String name,
    String deployment,
    Map<String, String> variables,
    Optional<StageCanary> canary,
    Map<String, Object> others,
    Instant created,
    Instant updated) {

  /** Copies the maps. */
  public StageSettings {
    variables = Collections.unmodifiableMap(new TreeMap<>(variables));
    others = Collections.unmodifiableMap(new LinkedHashMap<>(others));
  }

  /** A new stage with default settings. */
  static StageSettings of(String name, String deployment, Instant now) {
    Map<String, Object> others = new LinkedHashMap<>();
    others.put("cacheClusterEnabled", false);
    others.put("cacheClusterStatus", "NOT_AVAILABLE");
    others.put("methodSettings", Map.of());
    others.put("tracingEnabled", false);
    return new StageSettings(name, deployment, Map.of(), Optional.empty(), others, now, now);
  }

  StageSettings withDeployment(String otherDeployment) {
    return new StageSettings(name, otherDeployment, variables, canary, others, created, updated);
  }

  StageSettings with(Map<String, String> otherVariables) {
    return new StageSettings(name, deployment, otherVariables, canary, others, created, updated);
  }

  StageSettings with(Optional<StageCanary> otherCanary) {
    return new StageSettings(name, deployment, variables, otherCanary, others, created, updated);
  }

  StageSettings with(String setting, Object value) {
    Map<String, Object> changed = new LinkedHashMap<>(others);
    changed.put(setting, value);
    return new StageSettings(name, deployment, variables, canary, changed, created, updated);
  }

  StageSettings without(String setting) {
    Map<String, Object> changed = new LinkedHashMap<>(others);
    changed.remove(setting);
    return new StageSettings(name, deployment, variables, canary, changed, created, updated);
  }

  StageSettings updatedAt(Instant now) {
    return new StageSettings(name, deployment, variables, canary, others, created, now);
  }

  /** Recorded: the canary has the stage's variables, and its overrides replace or add to them. */
  Map<String, String> canaryVariables() {
    Map<String, String> overlaid = new TreeMap<>(variables);
    canary.ifPresent(one -> overlaid.putAll(one.overrides()));
    return overlaid;
  }

  /** Whether production or the canary serves a deployment. */
  boolean uses(String deploymentId) {
    return deployment.equals(deploymentId)
        || canary.map(StageCanary::deployment).filter(deploymentId::equals).isPresent();
  }

  /** A Stage on the wire. Recorded: without variables, or without a canary, their key is absent. */
  Map<String, Object> toJson() {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("stageName", name);
    wire.put("deploymentId", deployment);
    wire.putAll(others);
    if (!variables.isEmpty()) {
      wire.put("variables", variables);
    }
    canary.ifPresent(settings -> wire.put("canarySettings", settings.toJson()));
    wire.put("createdDate", created.getEpochSecond());
    wire.put("lastUpdatedDate", updated.getEpochSecond());
    return wire;
  }
}
