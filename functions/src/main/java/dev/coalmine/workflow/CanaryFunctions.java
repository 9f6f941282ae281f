package dev.coalmine.workflow;

import dev.coalmine.aws.FunctionPolicies;
import dev.coalmine.aws.InvokePolicy;
import dev.coalmine.target.AwsLocation;
import dev.coalmine.target.MethodIntegration;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StagePreflight;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The functions that the canary of a stage invokes and production does not, by its methods and
 * their authorizers.
 */
final class CanaryFunctions {
  private final FunctionPolicies policies;
  private final AwsLocation home;
  private final boolean measured;
  private final Map<MetricSource.InvocationTarget, Optional<InvokePolicy>> read = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private final List<String> unchecked = new ArrayList<>();

  /**
   * The functions of one release.
   *
   * @param measured whether metrics judge the release
   */
  CanaryFunctions(FunctionPolicies policies, AwsLocation home, boolean measured) {
    this.policies = policies;
    this.home = home;
    this.measured = measured;
  }

  /** Functions that nobody can check from here; only without metrics. */
  List<String> unchecked() {
    return unchecked;
  }

  /**
   * Methods that work in production but not for the canary: only the canary invokes a function
   * whose policy does not allow API Gateway, so its callers would get status 500. And functions
   * that can't be measured.
   */
  List<String> check(StageTarget target, Snapshot stage, List<MethodIntegration> integrations) {
    Map<String, String> before = ((StageRouting) stage.routing()).variables();
    Map<String, String> after = StagePreflight.canaryVariables(target, stage);
    faults.clear();
    integrations.stream()
        .filter(integration -> integration.differs(before, after))
        .forEach(integration -> check(target, integration, after));
    return List.copyOf(faults);
  }

  private void check(
      StageTarget target, MethodIntegration integration, Map<String, String> variables) {
    Optional<String> unknown = integration.unknownFunctionReason(variables);
    Optional<String> elsewhere = integration.unreachableReason(variables, home);
    if (unknown.isPresent()) {
      faults.add(
          "the canary's %s %s: clients would get status 500; set the stage's variables so that it names one"
              .formatted(integration, unknown.get()));
    } else if (elsewhere.isPresent() && measured) {
      faults.add(
          "the canary's %s %s, so its metrics and its policy cannot be read: switch gate.metrics off and make sure that it allows apigateway.amazonaws.com to invoke it"
              .formatted(integration, elsewhere.get()));
    } else if (elsewhere.isPresent()) {
      unchecked.add("the canary's %s %s".formatted(integration, elsewhere.get()));
    } else if (!integration.usesRole()) {
      integration
          .invocationTarget(variables, home)
          .ifPresent(function -> checkPolicy(target, integration, function));
    }
  }

  private void checkPolicy(
      StageTarget target, MethodIntegration integration, MetricSource.InvocationTarget function) {
    String api = home.apiArn(target.restApi());
    boolean allowed =
        read.computeIfAbsent(function, policies::find)
            .filter(policy -> policy.allows(api, target.stage(), integration))
            .isPresent();
    if (!allowed) {
      faults.add(
          "the canary's %s would invoke %s, which does not exist or does not allow apigateway.amazonaws.com to invoke it for %s: clients would get status 500; add the permission with aws lambda add-permission"
              .formatted(integration, function, api));
    }
  }
}
