package dev.coalmine.aws;

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
public final class Versions {
  private final LambdaClient lambda;

  Versions(LambdaClient lambda) {
    this.lambda = lambda;
  }

  /** Wired from the environment, as in Lambda; calls are made in the name of this state. */
  public static Versions fromEnvironment(String state) {
    return new Versions(Clients.build(LambdaClient.builder(), state));
  }

  /**
   * What decides whether a version can share an alias with another one.
   *
   * @param state AWS' word for its state, such as {@code Active}
   * @param why AWS' reason for the state, possibly empty
   * @param role ARN of its execution role
   * @param deadLetters ARN of its dead-letter target, possibly empty
   */
  public record Version(String state, String why, String role, String deadLetters) {
    /** Whether it can be invoked. */
    public boolean isActive() {
      return state.equals(State.ACTIVE.toString());
    }

    /** Whether Lambda put it to sleep, to be woken by an invocation. */
    public boolean isIdle() {
      return state.equals(State.INACTIVE.toString());
    }

    /** Whether it may become usable by waiting. */
    public boolean isPending() {
      return state.equals(State.PENDING.toString());
    }
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
  public Optional<Version> find(String function, String version) {
    try {
      GetFunctionConfigurationResponse found =
          lambda.getFunctionConfiguration(get -> get.functionName(function).qualifier(version));
      return Optional.of(
          new Version(
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
