package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.protocol.AwsJson;
import dev.coalmine.embedded.protocol.JsonFields;
import java.time.Duration;
import java.util.Map;

/**
 * A target of a rule.
 *
 * @param id within the rule
 * @param arn of a state machine, a function, a queue or a topic
 * @param request PutTargets' entry
 * @param input makes the target's input from an event
 * @param maxRetries the number of retries
 * @param maxAge the maximum age of an event
 * @param deadLetterArn ARN of the dead-letter queue; empty for none
 * @param messageGroup MessageGroupId of a message to a FIFO queue; otherwise empty
 */
record EventTarget(
    String id,
    String arn,
    Map<String, Object> request,
    TargetInput input,
    int maxRetries,
    Duration maxAge,
    String deadLetterArn,
    String messageGroup) {
  private static final String WHERE = "targets.%d.member.";

  /**
   * Reads one target of PutTargets.
   *
   * @param number its position in the list, from 1
   * @throws AwsError as PutTargets refuses it, and if this kind of target is not implemented here
   */
  static EventTarget read(JsonFields target, int number) {
    String where = WHERE.formatted(number);
    String id = AwsJson.requiredText(target, "Id", where + "id");
    AwsJson.checkPattern("[\\.\\-_A-Za-z0-9]+", id, where + "id");
    AwsJson.checkLength(64, id, where + "id");
    String arn = AwsJson.requiredText(target, "Arn", where + "arn");
    refuseUnreachable(target, arn, id);
    JsonFields policy = target.object("RetryPolicy");
    return new EventTarget(
        id,
        arn,
        target.tree(),
        TargetInput.read(target),
        maxRetries(policy, where),
        maxAge(policy, where),
        target.object("DeadLetterConfig").text("Arn"),
        messageGroup(target, arn, id));
  }

  /** A FIFO queue needs a group (EventBridge API reference, SqsParameters). */
  private static String messageGroup(JsonFields target, String arn, String id) {
    String group = target.object("SqsParameters").text("MessageGroupId");
    boolean fifo = arn.startsWith("arn:aws:sqs:") && arn.endsWith(".fifo");
    if (fifo == group.isEmpty()) {
      throw AwsJson.validation(
          fifo
              ? "Parameter MessageGroupId must be specified for target: " + id + "."
              : "target " + id + ": here only a FIFO queue takes SqsParameters, not " + arn);
    }
    AwsJson.checkLength(100, group, "sqsParameters.messageGroupId");
    return group;
  }

  private static int maxRetries(JsonFields policy, String where) {
    int retries = policy.number("MaximumRetryAttempts", 185);
    return within(retries, 0, 185, where + "maximumRetryAttempts");
  }

  private static Duration maxAge(JsonFields policy, String where) {
    int seconds = policy.number("MaximumEventAgeInSeconds", 86_400);
    return Duration.ofSeconds(within(seconds, 60, 86_400, where + "maximumEventAgeInSeconds"));
  }

  private static void refuseUnreachable(JsonFields target, String arn, String id) {
    boolean machine = arn.matches("arn:aws:states:[^:]+:\\d{12}:stateMachine:.+");
    boolean other =
        arn.matches("arn:aws:(lambda:[^:]+:\\d{12}:function:.+|(sqs|sns):[^:]+:\\d{12}:.+)");
    if (!machine && !other) {
      throw AwsJson.validation(
          "target "
              + id
              + ": the embedded AWS delivers to state machines, functions, queues and topics, not"
              + " to "
              + arn);
    }
    if (machine && !target.has("RoleArn")) {
      throw AwsJson.validation("RoleArn is required for target " + arn + ".");
    }
  }

  private static int within(int value, int min, int max, String where) {
    if (value < min || value > max) {
      throw AwsJson.constraint(value, where, "Member must be from " + min + " to " + max);
    }
    return value;
  }
}
