package dev.coalmine.aws;

import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.FunctionVersion;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.GetFunctionConfigurationResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;

/** Published versions of a function. */
public final class FunctionVersions {
  private final LambdaClient lambda;

  FunctionVersions(LambdaClient lambda) {
    this.lambda = lambda;
  }

  /** Whether the function exists. */
  public boolean functionExists(String function) {
    try {
      lambda.getFunctionConfiguration(get -> get.functionName(function));
      return true;
    } catch (ResourceNotFoundException none) {
      return false;
    }
  }

  /** The version; empty if there is none. */
  public Optional<FunctionVersion> find(String function, String version) {
    try {
      GetFunctionConfigurationResponse found =
          lambda.getFunctionConfiguration(get -> get.functionName(function).qualifier(version));
      return Optional.of(
          new FunctionVersion(
              found.stateAsString() == null ? State.ACTIVE.toString() : found.stateAsString(),
              found.stateReason() == null ? "" : found.stateReason(),
              found.runtimeAsString() == null ? "" : found.runtimeAsString(),
              found.role(),
              found.deadLetterConfig() == null || found.deadLetterConfig().targetArn() == null
                  ? ""
                  : found.deadLetterConfig().targetArn()));
    } catch (ResourceNotFoundException none) {
      return Optional.empty();
    }
  }

  /**
   * The number of the version that was published last; empty if there is none. Lambda never reuses
   * a number. A list may also have versions without one: $LATEST, and $LATEST.PUBLISHED of
   * functions on managed instances (Lambda developer guide). An alias can't be split with them.
   */
  public Optional<String> newest(String function) {
    return lambda.listVersionsByFunctionPaginator(list -> list.functionName(function)).stream()
        .map(page -> page.versions())
        .flatMap(List::stream)
        .map(FunctionConfiguration::version)
        .filter(AliasRouting::isNumber)
        .max(Comparator.comparing(BigInteger::new));
  }
}
