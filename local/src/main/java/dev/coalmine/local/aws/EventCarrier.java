package dev.coalmine.local.aws;

import dev.coalmine.local.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Brings events to their targets, by the same calls as anybody else's: faults and limits count for
 * them, too.
 */
final class EventCarrier {
  private static final String SERVICE = "events.amazonaws.com";

  private final AwsCalls aws;
  private final LambdaService lambda;
  private final Queues queues;
  private final Topics topics;

  EventCarrier(AwsCalls aws, LambdaService lambda, Queues queues, Topics topics) {
    this.aws = aws;
    this.lambda = lambda;
    this.queues = queues;
    this.topics = topics;
  }

  /**
   * Tries once.
   *
   * @param eventId of the event, or of the firing of a schedule
   * @param input what the target is given
   */
  EventOutcome carry(EventRule rule, EventTarget target, String eventId, String input) {
    String[] arn = target.arn().split(":", 7);
    if (arn[2].equals("sqs")) {
      queues.send(target.arn(), input, Map.of());
      return EventOutcome.DELIVERED;
    }
    if (arn[2].equals("sns")) { // several texts in quotes are no JSON, and still get there
      topics.publish(target.arn(), input);
      return EventOutcome.DELIVERED;
    }
    try {
      Json.check(input);
    } catch (IllegalArgumentException e) {
      return EventOutcome.never("INVALID_JSON", "The target's input is " + e.getMessage());
    }
    return arn[2].equals("states")
        ? outcome(aws.call(execution(rule, target, eventId, input)))
        : invoked(rule, arn[6], input);
  }

  /** Seen by users: the name begins with the event's id; an event that comes twice has one name. */
  private static WireRequest execution(
      EventRule rule, EventTarget target, String eventId, String input) {
    String both = rule.arn() + " " + target.id();
    UUID own = UUID.nameUUIDFromBytes(both.getBytes(StandardCharsets.UTF_8));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("stateMachineArn", target.arn());
    body.put("name", eventId + "_" + own);
    body.put("input", input);
    return WireRequest.json("AWSStepFunctions.StartExecution", body).by(SERVICE);
  }

  private EventOutcome invoked(EventRule rule, String function, String input) {
    String[] parts = function.split(":", 2);
    String qualifier = parts.length == 1 ? "" : parts[1];
    boolean there = lambda.functions().contains(parts[0]);
    if (there && !lambda.allows(parts[0], qualifier, SERVICE, rule.arn())) {
      return EventOutcome.never(
          "NO_PERMISSIONS",
          "no resource-based policy of " + function + " lets " + rule.arn() + " invoke it");
    }
    return outcome(aws.call(AwsCalls.invocation(function, input, SERVICE)));
  }

  /** AWS tries again after 429 and 5xx alone (AWS re:Post, "FailedInvocation errors"). */
  private static EventOutcome outcome(WireAnswer answer) {
    if (answer.status() < 300) {
      return EventOutcome.DELIVERED;
    }
    String error = AwsCalls.errorCode(answer);
    boolean throttled = error.startsWith("Throttling") || error.startsWith("TooManyRequests");
    String message = error + ": " + AwsCalls.errorMessage(answer);
    if (throttled || answer.status() >= 500) {
      return new EventOutcome(throttled ? "THROTTLING" : "ERROR_FROM_TARGET", message, true);
    }
    return EventOutcome.never(code(error, answer.status()), message);
  }

  private static String code(String error, int status) {
    return switch (error) {
      case "ExecutionAlreadyExists" -> "RESOURCE_ALREADY_EXISTS";
      case "StateMachineDoesNotExist" -> "NO_RESOURCE";
      case "ExecutionLimitExceeded" -> "RESOURCE_LIMIT_EXCEEDED";
      default ->
          status == 404 ? "NO_RESOURCE" : status == 403 ? "NO_PERMISSIONS" : "INVALID_PARAMETER";
    };
  }
}
