package dev.coalmine.cli.testing;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.util.Map;
import java.util.TreeMap;

/**
 * The state of a target, as a client reads it.
 *
 * @param primary the version, or the deployment
 * @param variables of a stage; empty for an alias
 * @param canary the split; empty for none
 * @param description the text, or that it is a mark of Coalmine
 */
public record TargetState(
    String primary, Map<String, String> variables, String canary, String description) {
  private static final String MARK = "coalmine arn:aws:states:";

  /** An alias, from the answer of GetAlias. */
  static TargetState ofAlias(Map<String, Object> wire) {
    Map<String, Object> routing = JsonView.of(wire).object("RoutingConfig").map();
    return new TargetState(
        String.valueOf(wire.get("FunctionVersion")),
        Map.of(),
        routing.isEmpty() ? "" : Json.toText(routing.get("AdditionalVersionWeights")),
        described(wire.get("Description")));
  }

  /** A stage, from the answer of GetStage. */
  static TargetState ofStage(Map<String, Object> wire) {
    Map<String, String> variables = new TreeMap<>();
    JsonView.of(wire)
        .object("variables")
        .map()
        .forEach((name, value) -> variables.put(name, String.valueOf(value)));
    return new TargetState(
        String.valueOf(wire.get("deploymentId")),
        variables,
        wire.containsKey("canarySettings") ? Json.toText(wire.get("canarySettings")) : "",
        described(wire.getOrDefault("description", "")));
  }

  private static String described(Object text) {
    String description = String.valueOf(text);
    return description.startsWith(MARK) ? "a mark of Coalmine's" : description;
  }

  /** The state after the promotion of a request's target. */
  TargetState afterPromotion(Map<String, Object> target, String newest) {
    Map<String, String> merged = new TreeMap<>(variables);
    JsonView.of(target)
        .object("variables")
        .map()
        .forEach((name, value) -> merged.put(name, String.valueOf(value)));
    Object version = target.getOrDefault("version", newest);
    Object next =
        target.containsKey("stage") ? target.getOrDefault("deployment", primary) : version;
    return new TargetState(String.valueOf(next), merged, "", description);
  }

  /** One line, for a scenario's expectation: {@code 7 + {"8":0.1}, "text"}. */
  @Override
  public String toString() {
    return primary
        + (variables.isEmpty() ? "" : " " + variables)
        + (canary.isEmpty() ? "" : " + " + canary)
        + (description.isEmpty() ? "" : ", \"" + description + "\"");
  }
}
