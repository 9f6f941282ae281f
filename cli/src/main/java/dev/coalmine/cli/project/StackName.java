package dev.coalmine.cli.project;

/** The names that Coalmine's own stack gives in an account. */
public final class StackName {
  /** The stack, and the state machine that runs releases. */
  public static final String NAME = "coalmine";

  /** The state machine that serves the custom resources of stacks. */
  public static final String STACK_WORKFLOW = NAME + "-stacks";

  private StackName() {}

  /** The physical name of a function of the template. */
  public static String functionName(String logicalName) {
    return NAME + "-" + logicalName;
  }
}
