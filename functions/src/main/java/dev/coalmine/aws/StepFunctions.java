package dev.coalmine.aws;

import java.util.Objects;
import java.util.function.Supplier;
import software.amazon.awssdk.services.sfn.SfnClient;

/**
 * What Step Functions can be asked, by one client.
 *
 * @param executions of Coalmine's state machine
 */
public record StepFunctions(Executions executions) {

  /**
   * Wired from the environment, as in Lambda: COALMINE_WORKFLOW is the state machine's ARN. As with
   * the SDK's settings, a system property of the same meaning comes first.
   */
  public static StepFunctions fromEnvironment(String caller) {
    return of(caller, "coalmine.workflow", "COALMINE_WORKFLOW");
  }

  /** The same of the state machine that serves stacks: COALMINE_STACK_WORKFLOW is its ARN. */
  public static StepFunctions forStacks(String caller) {
    return of(caller, "coalmine.stackWorkflow", "COALMINE_STACK_WORKFLOW");
  }

  private static StepFunctions of(String caller, String property, String variable) {
    String workflow =
        Objects.requireNonNullElse(
            System.getProperty(property), Objects.requireNonNullElse(System.getenv(variable), ""));
    return new StepFunctions(
        new Executions(AwsClients.build(SfnClient.builder(), caller), workflow));
  }

  /** The same, made when it is first asked for: most releases never do. */
  public static Supplier<Executions> lazyExecutions(String caller) {
    return new Lazy<>(() -> fromEnvironment(caller).executions());
  }
}
