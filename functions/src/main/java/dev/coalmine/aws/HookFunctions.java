package dev.coalmine.aws;

import java.time.Duration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** The user's functions that a release invokes: as hooks, or with probes. */
public final class HookFunctions {
  /**
   * The time limit of a hook. The calling function has Lambda's 15 minutes too, and needs some
   * seconds to return the result.
   */
  private static final Duration LONGEST = Duration.ofSeconds(880);

  private final LambdaClient lambda;

  HookFunctions(LambdaClient lambda) {
    this.lambda = lambda;
  }

  /**
   * Creates the client from the environment, as in Lambda.
   *
   * @param state the calling state, which CloudTrail shows in the user agent
   */
  public static HookFunctions fromEnvironment(String state) {
    return new HookFunctions(
        AwsClients.buildForLongCalls(LambdaClient.class, LambdaClient.builder(), state, LONGEST));
  }

  /**
   * The result of an invocation.
   *
   * @param failed whether the function threw an error
   * @param payload JSON as a rule; with errorMessage if it failed
   */
  public record InvocationResult(boolean failed, String payload) {}

  /**
   * Invokes a function once, without retries, and waits for its result.
   *
   * @param function name or ARN, with or without version or alias
   * @param payload JSON
   */
  public InvocationResult invoke(String function, String payload) {
    InvokeResponse answer =
        lambda.invoke(
            invoke -> invoke.functionName(function).payload(SdkBytes.fromUtf8String(payload)));
    String result = answer.payload() == null ? "" : answer.payload().asUtf8String();
    return new InvocationResult(answer.functionError() != null, result);
  }

  /**
   * Invokes a function once, as {@link #invoke} does, and returns whether it succeeded. An
   * invocation that Lambda refuses failed too, such as a throttled one or one of a version that
   * can't start; Lambda counts the former under {@code Throttles} alone.
   */
  public boolean isServed(String function, String payload) {
    try {
      return !invoke(function, payload).failed();
    } catch (SdkException refused) {
      return false;
    }
  }
}
