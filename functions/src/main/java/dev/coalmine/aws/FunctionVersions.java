package dev.coalmine.aws;

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

  /** Whether there is such a function at all. */
  public boolean functionExists(String function) {
    try {
      lambda.getFunctionConfiguration(get -> get.functionName(function));
      return true;
    } catch (ResourceNotFoundException none) {
      return false;
    }
  }

  /** The version, or nothing where there is none of that number. */
  public Optional<FunctionVersion> find(String function, String version) {
    try {
      GetFunctionConfigurationResponse found =
          lambda.getFunctionConfiguration(get -> get.functionName(function).qualifier(version));
      return Optional.of(
          new FunctionVersion(
              found.stateAsString() == null ? State.ACTIVE.toString() : found.stateAsString(),
              found.stateReason() == null ? "" : found.stateReason(),
              found.role(),
              found.deadLetterConfig() == null || found.deadLetterConfig().targetArn() == null
                  ? ""
                  : found.deadLetterConfig().targetArn()));
    } catch (ResourceNotFoundException none) {
      return Optional.empty();
    }
  }

  /** The version published last, or nothing where none is; numbers are never used again. */
  public Optional<String> newest(String function) {
    return lambda.listVersionsByFunctionPaginator(list -> list.functionName(function)).stream()
        .map(page -> page.versions())
        .flatMap(List::stream)
        .map(FunctionConfiguration::version)
        .filter(version -> !version.equals("$LATEST"))
        .max(Comparator.comparing(BigInteger::new));
  }
}
