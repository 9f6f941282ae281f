package dev.coalmine.aws;

import java.util.function.Supplier;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * The resources of Step Functions, by one client.
 *
 * @param executions of Coalmine's state machine
 */
public record StepFunctions(Executions executions) {

  /**
   * Creates the client from the environment, as in Lambda. COALMINE_WORKFLOW is the state machine's
   * ARN. As with the SDK's settings, a system property takes precedence: coalmine.workflow.
   *
   * @param caller the calling function, which CloudTrail shows in the user agent
   */
  public static StepFunctions fromEnvironment(String caller) {
    return of(caller, "coalmine.workflow", "COALMINE_WORKFLOW");
  }

  /** The same for the state machine of stacks, whose ARN is COALMINE_STACK_WORKFLOW. */
  public static StepFunctions forStacks(String caller) {
    return of(caller, "coalmine.stackWorkflow", "COALMINE_STACK_WORKFLOW");
  }

  /** The same as the first for a function that seldom starts one: the client is built then. */
  public static StepFunctions whenUsed(String caller) {
    String workflow = AwsClients.setting("coalmine.workflow", "COALMINE_WORKFLOW");
    return new StepFunctions(
        new Executions(AwsClients.whenUsed(SfnClient.class, SfnClient::builder, caller), workflow));
  }

  private static StepFunctions of(String caller, String property, String variable) {
    String workflow = AwsClients.setting(property, variable);
    return new StepFunctions(
        new Executions(AwsClients.build(SfnClient.class, SfnClient.builder(), caller), workflow));
  }

  /** The executions, with a client that is created when it is first used. */
  public static Supplier<Executions> lazyExecutions(String caller) {
    return new Lazy<>(() -> fromEnvironment(caller).executions());
  }
}
