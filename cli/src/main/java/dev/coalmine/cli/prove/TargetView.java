package dev.coalmine.cli.prove;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a target serves, as a client reads it from AWS.
 *
 * @param primary the alias' version, or the stage's deployment
 * @param variables of a stage; empty for an alias
 * @param split the weights of an alias, or the canary settings of a stage; empty for none
 * @param description its text
 */
record TargetView(String primary, Map<String, String> variables, String split, String description) {
  private static final String MARK = "coalmine arn:";

  TargetView {
    variables = Map.copyOf(variables);
  }

  /** A target that serves one version to all callers. */
  static TargetView whole(String primary, Map<String, String> variables) {
    return new TargetView(primary, variables, "", "");
  }

  /** An alias, from the answer of GetAlias; one that does not exist has the version "none". */
  static TargetView ofAlias(JsonView wire) {
    Map<String, Object> weights =
        wire.get("RoutingConfig").get("AdditionalVersionWeights").object();
    return new TargetView(
        text(wire, "FunctionVersion"),
        Map.of(),
        weights.isEmpty() ? "" : Json.toText(new TreeMap<>(weights)),
        wire.get("Description").text());
  }

  /** A stage, from the answer of GetStage. */
  static TargetView ofStage(JsonView wire) {
    Map<String, String> variables = new TreeMap<>();
    wire.get("variables").object().forEach((name, value) -> variables.put(name, "" + value));
    Map<String, Object> canary = wire.get("canarySettings").object();
    return new TargetView(
        text(wire, "deploymentId"),
        variables,
        canary.isEmpty() ? "" : Json.toText(new TreeMap<>(canary)),
        wire.get("description").text());
  }

  private static String text(JsonView wire, String name) {
    String text = wire.get(name).text();
    return text.isEmpty() ? "none" : text;
  }

  /** Whether callers get the same from both; descriptions don't count. */
  boolean servesLike(TargetView other) {
    return primary.equals(other.primary)
        && variables.equals(other.variables)
        && split.equals(other.split);
  }

  /** Whether a release has its mark on it. */
  boolean isMarked() {
    return description.startsWith(MARK);
  }

  /** The same with more variables. */
  TargetView withVariables(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(variables);
    all.putAll(more);
    return new TargetView(primary, all, split, description);
  }

  @Override
  public String toString() {
    return primary
        + (variables.isEmpty() ? "" : " " + new TreeMap<>(variables))
        + (split.isEmpty() ? "" : " + " + split)
        + (description.isEmpty() ? "" : " \"" + description.replaceAll("arn:.*:", "…:") + "\"");
  }
}
