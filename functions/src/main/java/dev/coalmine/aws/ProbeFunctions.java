package dev.coalmine.aws;

import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.AwsLocation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** The function of this stack that sends probes; it runs while the release goes on. */
public final class ProbeFunctions {
  private final LambdaClient lambda;
  private final String sender;

  ProbeFunctions(LambdaClient lambda, String sender) {
    this.lambda = lambda;
    this.sender = sender;
  }

  /**
   * The function that the environment names: COALMINE_SEND_PROBES is its ARN; in the local mode it
   * is the system property coalmine.sendProbes.
   */
  static ProbeFunctions fromEnvironment(LambdaClient lambda) {
    return new ProbeFunctions(
        lambda, AwsClients.setting("coalmine.sendProbes", "COALMINE_SEND_PROBES"));
  }

  /**
   * Starts a run and does not wait for it. Lambda queues the event and answers 202 ("Invoke":
   * InvocationType Event).
   *
   * @param order JSON
   * @return why it was refused; empty if it was not
   */
  public Optional<String> start(String order) {
    try {
      lambda.invoke(
          invoke ->
              invoke
                  .functionName(sender)
                  .invocationType(InvocationType.EVENT)
                  .payload(SdkBytes.fromUtf8String(order)));
      return Optional.empty();
    } catch (SdkException refused) {
      return Optional.of(String.valueOf(refused.getMessage()));
    }
  }

  /**
   * Functions by their ARNs, as the template's parameter has them.
   *
   * @param arns without version or alias; {@code *} stands for any characters
   */
  public record AllowedFunctions(List<String> arns) {
    public AllowedFunctions {
      arns = List.copyOf(arns);
    }

    /**
     * The functions in a list.
     *
     * @param arns separated by commas
     */
    public static AllowedFunctions of(String arns) {
      return new AllowedFunctions(
          Arrays.stream(arns.split(",")).map(String::strip).filter(arn -> !arn.isEmpty()).toList());
    }

    /** Whether the versions of a target's function may be invoked. */
    public boolean contains(AliasTarget target, AwsLocation home) {
      String function = home.functionArn(target);
      return arns.stream()
          .map(arn -> Pattern.quote(arn).replace("*", "\\E.*\\Q"))
          .anyMatch(function::matches);
    }
  }
}
