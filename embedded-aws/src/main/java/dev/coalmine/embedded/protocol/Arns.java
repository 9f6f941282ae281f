package dev.coalmine.embedded.protocol;

/** Builds ARNs and URIs of the embedded AWS, in its one region and its one account. */
public final class Arns {
  /** The only region of the embedded AWS. */
  public static final String REGION = "us-east-1";

  /** The only account of the embedded AWS. */
  public static final String ACCOUNT = "000000000000";

  /** The name of the event bus that receives the events of AWS services. */
  public static final String DEFAULT_EVENT_BUS = "default";

  private Arns() {}

  /** The unqualified ARN of a Lambda function. */
  public static String function(String name) {
    return "arn:aws:lambda:" + REGION + ":" + ACCOUNT + ":function:" + name;
  }

  /** The ARN of a function's version or alias, or the unqualified ARN for an empty qualifier. */
  public static String function(String name, String qualifier) {
    return qualifier.isEmpty() ? function(name) : function(name) + ":" + qualifier;
  }

  /**
   * The ARN of an API method, as a function's resource policy names it.
   *
   * @param resource the resource's path, beginning with a slash
   */
  public static String executeApi(String restApi, String stage, String method, String resource) {
    return executeApi(restApi) + "/" + stage + "/" + method + resource;
  }

  /** The ARN of a state machine. */
  public static String stateMachine(String name) {
    return "arn:aws:states:" + REGION + ":" + ACCOUNT + ":stateMachine:" + name;
  }

  /** The ARN of an execution of a state machine. */
  public static String execution(String stateMachine, String name) {
    return "arn:aws:states:" + REGION + ":" + ACCOUNT + ":execution:" + stateMachine + ":" + name;
  }

  /** The ARN of an event bus. */
  public static String eventBus(String name) {
    return "arn:aws:events:" + REGION + ":" + ACCOUNT + ":event-bus/" + name;
  }

  /** The ARN of a rule. For a rule of the default bus the ARN leaves the bus out. */
  public static String rule(String bus, String name) {
    String own = bus.equals(DEFAULT_EVENT_BUS) ? name : bus + "/" + name;
    return "arn:aws:events:" + REGION + ":" + ACCOUNT + ":rule/" + own;
  }

  /** The ARN of an SQS queue. */
  public static String queue(String name) {
    return "arn:aws:sqs:" + REGION + ":" + ACCOUNT + ":" + name;
  }

  /** The ARN of an SNS topic. */
  public static String topic(String name) {
    return "arn:aws:sns:" + REGION + ":" + ACCOUNT + ":" + name;
  }

  /** The part of an API's execute-api ARN before stage, method and path. */
  public static String executeApi(String restApi) {
    return "arn:aws:execute-api:" + REGION + ":" + ACCOUNT + ":" + restApi;
  }

  /** The source ARN of an API's authorizer that invokes a function. */
  public static String authorizer(String restApi, String id) {
    return executeApi(restApi) + "/authorizers/" + id;
  }

  /**
   * The URI of an API's integration with a Lambda function.
   *
   * @param qualifier may contain stage variables, such as {@code ${stageVariables.alias}}; empty
   *     for none
   */
  public static String integration(String function, String qualifier) {
    return "arn:aws:apigateway:"
        + REGION
        + ":lambda:path/2015-03-31/functions/"
        + function(function, qualifier)
        + "/invocations";
  }
}
