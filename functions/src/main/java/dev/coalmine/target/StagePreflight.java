package dev.coalmine.target;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The checks of a stage before a release writes to it.
 *
 * @param target the stage
 * @param stage as it was read; empty if it does not exist
 * @param deploymentExists whether the deployment of the request exists, if it names one
 * @param integrations the integrations of the API's methods, as its resources are now: API Gateway
 *     does not show those of a deployment
 * @param holder the execution that releases the stage now, if this release may wait for it
 * @param refusals integrations whose function's policy does not allow the canary's calls, and why
 */
public record StagePreflight(
    StageTarget target,
    Optional<Snapshot> stage,
    boolean deploymentExists,
    List<MethodIntegration> integrations,
    Optional<String> holder,
    List<String> refusals) {

  /** All faults, all that the release has to wait for, or that it has nothing to do. */
  public Preflight check() {
    if (stage.isEmpty()) {
      return new Preflight(
          List.of(
              "REST API %s or its stage %s does not exist (the stage of an HTTP API has no canary: release the alias behind it)"
                  .formatted(target.restApi(), target.stage())),
          List.of());
    }
    List<String> faults = new ArrayList<>();
    StageRouting routing = (StageRouting) stage.get().routing();
    if (holder.isPresent()) {
      return new Preflight(
          List.of(), List.of("%s is being released by %s".formatted(target, holder.get())));
    }
    if (!stage.get().isMarked() && routing.equals(target.promotedRouting(routing))) {
      return Preflight.served(target);
    }
    if (routing.isSplit()) {
      faults.add(
          "stage %s already has a canary (%s): promote or remove it first"
              .formatted(target, routing.canary()));
    } else if (stage.get().isMarked()) {
      faults.add(
          "stage %s is claimed by another release according to its description (%s): if that release has ended, clear the description"
              .formatted(target, stage.get().description()));
    }
    if (!deploymentExists) {
      faults.add(
          "deployment %s of REST API %s does not exist"
              .formatted(target.deployment(), target.restApi()));
    }
    faults.addAll(refusals);
    return new Preflight(faults, List.of());
  }

  /** The stage variables that the canary will have. */
  public static Map<String, String> canaryVariables(StageTarget target, Snapshot stage) {
    return target.promotedRouting(stage.routing()).variables();
  }

  /**
   * Where the canary's metrics come from.
   *
   * @param apiName the API's name
   * @param home the location of the API
   * @param logged whether a metric filter counts the access log of the stage's canary
   */
  public MetricSource metricSource(String apiName, AwsLocation home, boolean logged) {
    Snapshot found = stage.orElseThrow();
    Map<String, String> before = ((StageRouting) found.routing()).variables();
    Map<String, String> after = canaryVariables(target, found);
    Set<MetricSource.InvocationPair> pairs = new LinkedHashSet<>();
    boolean methodsDiffer = false;
    for (MethodIntegration integration : integrations) {
      Optional<MetricSource.InvocationTarget> baseline = integration.invocationTarget(before, home);
      Optional<MetricSource.InvocationTarget> canary = integration.invocationTarget(after, home);
      if (baseline.isPresent() && canary.isPresent() && !baseline.equals(canary)) {
        pairs.add(new MetricSource.InvocationPair(baseline.get(), canary.get()));
        methodsDiffer |= !integration.isAuthorizer();
      }
    }
    // An authorizer alone says nothing of the responses behind it.
    if (methodsDiffer) {
      return new MetricSource(
          MetricSource.MetricSourceKind.QUALIFIERS, apiName, List.copyOf(pairs), false);
    }
    MetricSource.MetricSourceKind kind =
        logged ? MetricSource.MetricSourceKind.CANARY_LOG : MetricSource.MetricSourceKind.NOTHING;
    return new MetricSource(kind, apiName, List.of(), logged);
  }
}
