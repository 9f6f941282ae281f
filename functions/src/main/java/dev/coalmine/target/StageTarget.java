package dev.coalmine.target;

import dev.coalmine.target.StageRouting.StageCanary;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A stage of a REST API, and the deployment, the stage variables, or both to release on it.
 *
 * @param restApi the API's id
 * @param stage the stage's name
 * @param deployment the canary's deployment; empty to keep the stage's own
 * @param variables the stage variables that differ for the canary; empty if none do
 */
public record StageTarget(
    String restApi, String stage, String deployment, Map<String, String> variables)
    implements Target {
  public StageTarget {
    variables = Map.copyOf(variables);
  }

  @Override
  public StageRouting promotedRouting(Routing before) {
    StageRouting found = (StageRouting) before;
    Map<String, String> merged = new TreeMap<>(found.variables());
    merged.putAll(variables);
    return new StageRouting(deployment(found), merged, StageCanary.NONE);
  }

  @Override
  public StageRouting splitRouting(Routing before, Weight weight) {
    StageRouting found = (StageRouting) before;
    return new StageRouting(
        found.deployment(),
        found.variables(),
        new StageCanary(deployment(found), BigDecimal.valueOf(weight.percent()), variables));
  }

  @Override
  public Weight weightIn(Routing standing) {
    StageRouting routing = (StageRouting) standing;
    if (routing.isSplit()) {
      return new Weight(routing.canary().percent().intValue());
    }
    boolean deployed = deployment.isEmpty() || routing.deployment().equals(deployment);
    boolean set = routing.variables().entrySet().containsAll(variables.entrySet());
    return deployed && set ? Weight.ALL : Weight.NONE;
  }

  private String deployment(StageRouting before) {
    return deployment.isEmpty() ? before.deployment() : deployment;
  }

  @Override
  public String canaryText() {
    List<String> parts = new ArrayList<>();
    if (!deployment.isEmpty()) {
      parts.add("deployment " + deployment);
    }
    new TreeMap<>(variables).forEach((name, value) -> parts.add(name + "=" + value));
    return String.join(" with ", parts);
  }

  @Override
  public String wantedText() {
    return canaryText();
  }

  @Override
  public String defaultReleaseId() {
    return restApi + "-" + stage + (deployment.isEmpty() ? "" : "-" + deployment);
  }

  @Override
  public boolean isWrittenConditionally() {
    return false;
  }

  @Override
  public String kindText() {
    return "stage";
  }

  @Override
  public TargetChange toChange(Routing before) {
    return new StageChange(
        restApi,
        stage,
        deployment,
        variables,
        ((StageRouting) before).servingText(),
        promotedRouting(before).servingText());
  }

  /** The name of the stage for people: {@code a1b2c3d4e5/prod}. */
  @Override
  public String toString() {
    return restApi + "/" + stage;
  }
}
