package dev.coalmine.local;

import dev.coalmine.local.json.Json;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a target stands, as a client reads it.
 *
 * @param serves the version, or the deployment
 * @param variables of a stage; none of an alias
 * @param canary what is beside it, empty for nothing
 * @param description a mark of Coalmine's is called just that
 */
record Standing(String serves, Map<String, String> variables, String canary, String description) {
  private static final String MARK = "coalmine arn:aws:states:";

  /** An alias, as GetAlias tells it. */
  static Standing ofAlias(Map<String, Object> wire) {
    Map<String, Object> routing = Template.map(wire.getOrDefault("RoutingConfig", Map.of()));
    return new Standing(
        String.valueOf(wire.get("FunctionVersion")),
        Map.of(),
        routing.isEmpty() ? "" : Json.text(routing.get("AdditionalVersionWeights")),
        described(wire.get("Description")));
  }

  /** A stage, as GetStage tells it. */
  static Standing ofStage(Map<String, Object> wire) {
    Map<String, String> variables = new TreeMap<>();
    Template.map(wire.getOrDefault("variables", Map.of()))
        .forEach((name, value) -> variables.put(name, String.valueOf(value)));
    return new Standing(
        String.valueOf(wire.get("deploymentId")),
        variables,
        wire.containsKey("canarySettings") ? Json.text(wire.get("canarySettings")) : "",
        described(wire.getOrDefault("description", "")));
  }

  private static String described(Object text) {
    String description = String.valueOf(text);
    return description.startsWith(MARK) ? "a mark of Coalmine's" : description;
  }

  /** The same with the canary of a request's target serving everything. */
  Standing promotedTo(Map<String, Object> target, String newest) {
    Map<String, String> merged = new TreeMap<>(variables);
    Template.map(target.getOrDefault("variables", Map.of()))
        .forEach((name, value) -> merged.put(name, String.valueOf(value)));
    Object version = target.getOrDefault("version", newest);
    Object next = target.containsKey("stage") ? target.getOrDefault("deployment", serves) : version;
    return new Standing(String.valueOf(next), merged, "", description);
  }

  /** In one line, so that a scenario can say what is left: {@code 7 + {"8":0.1}, "text"}. */
  @Override
  public String toString() {
    return serves
        + (variables.isEmpty() ? "" : " " + variables)
        + (canary.isEmpty() ? "" : " + " + canary)
        + (description.isEmpty() ? "" : ", \"" + description + "\"");
  }
}
