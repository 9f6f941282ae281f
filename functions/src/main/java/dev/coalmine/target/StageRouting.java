package dev.coalmine.target;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The routing of a stage: the shares of its own deployment and of its canary.
 *
 * @param deployment the stage's own deployment, which gets the rest of the requests
 * @param variables the stage's own variables
 * @param canary the stage's canary settings, or {@link StageCanary#NONE}
 */
public record StageRouting(String deployment, Map<String, String> variables, StageCanary canary)
    implements Routing {
  public StageRouting {
    variables = Map.copyOf(variables);
  }

  /**
   * Canary settings of a stage.
   *
   * @param deployment the deployment of the canary; empty if the stage has no canary
   * @param percent its share of the stage's requests
   * @param overrides variables that replace the stage's own
   */
  public record StageCanary(String deployment, BigDecimal percent, Map<String, String> overrides) {
    /** A stage without a canary. */
    public static final StageCanary NONE = new StageCanary("", BigDecimal.ZERO, Map.of());

    public StageCanary {
      percent = percent.stripTrailingZeros();
      overrides = Map.copyOf(overrides);
    }

    /** Whether the stage has a canary, even one without requests. */
    public boolean exists() {
      return !deployment.isEmpty();
    }

    @Override
    public String toString() {
      return describe(deployment, overrides) + " at " + percent.toPlainString() + " %";
    }
  }

  @Override
  public boolean isSplit() {
    return canary.exists();
  }

  @Override
  public String servingText() {
    return describe(deployment, variables);
  }

  @Override
  public boolean servesSameAs(Routing other) {
    return other instanceof StageRouting stage
        && deployment.equals(stage.deployment)
        && variables.equals(stage.variables);
  }

  @Override
  public boolean hasPartOf(Routing other, Routing before) {
    if (!(other instanceof StageRouting next) || !(before instanceof StageRouting old)) {
      return false;
    }
    boolean deployed =
        !next.deployment.equals(old.deployment) && deployment.equals(next.deployment);
    return deployed || addedVariables(old, next).anyMatch(variables.entrySet()::contains);
  }

  @Override
  public boolean servesAllOf(Routing other, Routing before) {
    return !isSplit()
        && other instanceof StageRouting next
        && before instanceof StageRouting old
        && deployment.equals(next.deployment)
        && addedVariables(old, next).allMatch(variables.entrySet()::contains);
  }

  private static Stream<Map.Entry<String, String>> addedVariables(
      StageRouting old, StageRouting next) {
    return next.variables.entrySet().stream()
        .filter(entry -> !old.variables.entrySet().contains(entry));
  }

  /** API Gateway shifts traffic at once. */
  @Override
  public boolean isSettlingOn(Routing wanted) {
    return false;
  }

  /** Each part has its old or its new value, in the order of the writes. */
  @Override
  public boolean isPartialWrite(Routing from, Routing to) {
    if (!(from instanceof StageRouting old) || !(to instanceof StageRouting next)) {
      return false;
    }
    return List.of(old.deployment, next.deployment).contains(deployment)
        && isMixOf(variables, old.variables, next.variables)
        && (next.canary.exists()
            ? isCanaryPartlyAdded(old, next)
            : isCanaryPartlyRemoved(old, next));
  }

  private boolean isCanaryPartlyAdded(StageRouting old, StageRouting next) {
    if (!canary.exists()) {
      return !old.canary.exists();
    }
    return List.of(old.canary.deployment, next.canary.deployment, next.deployment)
            .contains(canary.deployment)
        && List.of(old.canary.percent, next.canary.percent).contains(canary.percent)
        && isMixOf(canary.overrides, old.canary.overrides, next.canary.overrides);
  }

  /**
   * A promotion removes the canary's share after it copied, and last the canary; a rollback removes
   * both at once.
   */
  private boolean isCanaryPartlyRemoved(StageRouting old, StageRouting next) {
    if (old.servesSameAs(next)) {
      return canary.equals(old.canary) || !canary.exists();
    }
    StageCanary idle =
        new StageCanary(old.canary.deployment, BigDecimal.ZERO, old.canary.overrides);
    return canary.equals(old.canary) || canary.equals(idle);
  }

  /**
   * A patch omits what the stage already had, and setting a share creates a canary if there is
   * none.
   */
  @Override
  public boolean isLateWrite(Routing before, Routing from, Routing to) {
    return before instanceof StageRouting first
        && from instanceof StageRouting old
        && to instanceof StageRouting next
        && List.of(first.deployment, old.deployment, next.deployment).contains(deployment)
        && isPartOf(variables, List.of(first.variables, old.variables, next.variables))
        && List.of(
                first.deployment,
                next.deployment,
                old.canary.deployment,
                next.canary.deployment,
                StageCanary.NONE.deployment)
            .contains(canary.deployment)
        && List.of(BigDecimal.ZERO, old.canary.percent, next.canary.percent)
            .contains(canary.percent)
        && isPartOf(canary.overrides, List.of(old.canary.overrides, next.canary.overrides));
  }

  private static boolean isPartOf(
      Map<String, String> found, Collection<Map<String, String>> known) {
    return found.entrySet().stream()
        .allMatch(entry -> known.stream().anyMatch(one -> one.entrySet().contains(entry)));
  }

  /** The found entries include all that both have, and none that neither has. */
  private static boolean isMixOf(
      Map<String, String> found, Map<String, String> one, Map<String, String> other) {
    return found.entrySet().stream()
            .allMatch(entry -> one.entrySet().contains(entry) || other.entrySet().contains(entry))
        && one.keySet().stream().filter(other::containsKey).allMatch(found::containsKey);
  }

  private static String describe(String deployment, Map<String, String> variables) {
    return "deployment "
        + deployment
        + new TreeMap<>(variables)
            .entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .collect(
                    Collectors.joining(
                        ", ", variables.isEmpty() ? "" : " (", variables.isEmpty() ? "" : ")"));
  }

  @Override
  public String toString() {
    return servingText() + (canary.exists() ? " with canary " + canary : "");
  }
}
