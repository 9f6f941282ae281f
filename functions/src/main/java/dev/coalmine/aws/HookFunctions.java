package dev.coalmine.aws;

import java.time.Duration;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Functions of the user's that have a say in a release. */
public final class HookFunctions {
  /**
   * A function runs for 15 minutes at most, and so does the one that waits for it here; it needs
   * some seconds to hand the answer on.
   */
  private static final Duration LONGEST = Duration.ofSeconds(880);

  private final LambdaClient lambda;

  HookFunctions(LambdaClient lambda) {
    this.lambda = lambda;
  }

  /** Wired from the environment, as in Lambda; calls are made in the name of this state. */
  public static HookFunctions fromEnvironment(String state) {
    return new HookFunctions(AwsClients.buildForLongCalls(LambdaClient.builder(), state, LONGEST));
  }

  /**
   * What a function returned, or threw.
   *
   * @param failed whether it threw
   * @param payload JSON as a rule; of one that threw, with its errorMessage
   */
  public record InvocationResult(boolean failed, String payload) {}

  /**
   * Invokes a function once and waits for its end; whoever wants it tried again asks again.
   *
   * @param function name or ARN, with or without version or alias
   * @param question JSON
   */
  public InvocationResult invoke(String function, String question) {
    InvokeResponse answer =
        lambda.invoke(
            invoke -> invoke.functionName(function).payload(SdkBytes.fromUtf8String(question)));
    String payload = answer.payload() == null ? "" : answer.payload().asUtf8String();
    return new InvocationResult(answer.functionError() != null, payload);
  }
}
