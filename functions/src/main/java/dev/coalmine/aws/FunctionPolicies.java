package dev.coalmine.aws;

import dev.coalmine.target.MetricSource;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Resource policies of functions, aliases and versions. */
public final class FunctionPolicies {
  private static final int FORBIDDEN = 403;

  private final LambdaClient lambda;

  FunctionPolicies(LambdaClient lambda) {
    this.lambda = lambda;
  }

  /**
   * The policy; empty if there is none, or no such function, alias or version. A policy that may
   * not be read is {@link InvokePolicy#UNKNOWN}.
   */
  public Optional<InvokePolicy> find(MetricSource.InvocationTarget asked) {
    try {
      String qualifier = asked.qualifier().isEmpty() ? null : asked.qualifier();
      return Optional.of(
          InvokePolicy.of(
              lambda
                  .getPolicy(get -> get.functionName(asked.function()).qualifier(qualifier))
                  .policy()));
    } catch (ResourceNotFoundException none) {
      return Optional.empty();
    } catch (LambdaException refused) {
      if (refused.statusCode() == FORBIDDEN) {
        return Optional.of(InvokePolicy.UNKNOWN); // a function outside this role's permissions
      }
      throw refused;
    }
  }
}
