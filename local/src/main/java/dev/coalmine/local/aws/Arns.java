package dev.coalmine.local.aws;

/** How things of the embedded AWS are called, in its one region and its one account. */
public final class Arns {
  /** The only region. */
  public static final String REGION = "us-east-1";

  /** The only account. */
  public static final String ACCOUNT = "000000000000";

  private Arns() {}

  /** The unqualified ARN of a Lambda function. */
  public static String function(String name) {
    return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + name;
  }

  /** The ARN of a function's version or alias; the unqualified one for an empty qualifier. */
  public static String function(String name, String qualifier) {
    return qualifier.isEmpty() ? function(name) : function(name) + ":" + qualifier;
  }

  /** The ARN of a state machine. */
  public static String stateMachine(String name) {
    return "arn:aws:states:" + REGION + ":" + ACCOUNT + ":stateMachine:" + name;
  }

  /** The ARN of an execution of a state machine. */
  public static String execution(String stateMachine, String name) {
    return "arn:aws:states:" + REGION + ":" + ACCOUNT + ":execution:" + stateMachine + ":" + name;
  }
}
