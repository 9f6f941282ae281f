package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.LambdaControl;
import dev.coalmine.embedded.protocol.ServiceCaller;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Sends events to their targets with ordinary calls, so that faults and rate limits apply. */
final class EventSender {
  private static final String SERVICE = "events.amazonaws.com";

  private final ServiceCaller aws;
  private final LambdaControl lambda;
  private final SqsQueues queues;
  private final SnsTopics topics;

  EventSender(ServiceCaller aws, LambdaControl lambda, SqsQueues queues, SnsTopics topics) {
    this.aws = aws;
    this.lambda = lambda;
    this.queues = queues;
    this.topics = topics;
  }

  /**
   * Makes one attempt.
   *
   * @param eventId of the event or of the scheduled firing
   * @param input the target's input
   */
  DeliveryResult send(EventRule rule, EventTarget target, String eventId, String input) {
    String[] arn = target.arn().split(":", 7);
    if (arn[2].equals("sqs")) {
      if (target.messageGroup().isEmpty()) {
        queues.send(target.arn(), input, Map.of());
      } else {
        queues.send(target.arn(), target.messageGroup(), input);
      }
      return DeliveryResult.DELIVERED;
    }
    if (arn[2].equals("sns")) { // an SNS message need not be JSON
      topics.publish(target.arn(), input);
      return DeliveryResult.DELIVERED;
    }
    try {
      Json.validate(input);
    } catch (IllegalArgumentException e) {
      return DeliveryResult.permanentFailure(
          "INVALID_JSON", "The target's input is " + e.getMessage());
    }
    return arn[2].equals("states")
        ? result(aws.call(execution(rule, target, eventId, input)))
        : invoke(rule, arn[6], input);
  }

  /**
   * Observed by users: the name begins with the event's id. A duplicate delivery has the same name.
   */
  private static WireRequest execution(
      EventRule rule, EventTarget target, String eventId, String input) {
    String both = rule.arn() + " " + target.id();
    UUID own = UUID.nameUUIDFromBytes(both.getBytes(StandardCharsets.UTF_8));
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("stateMachineArn", target.arn());
    body.put("name", eventId + "_" + own);
    body.put("input", input);
    return WireRequest.awsJson("AWSStepFunctions.StartExecution", body).withUserAgent(SERVICE);
  }

  private DeliveryResult invoke(EventRule rule, String function, String input) {
    String[] parts = function.split(":", 2);
    String qualifier = parts.length == 1 ? "" : parts[1];
    boolean exists = lambda.functions().contains(parts[0]);
    if (exists && !lambda.allows(parts[0], qualifier, SERVICE, rule.arn())) {
      return DeliveryResult.permanentFailure(
          "NO_PERMISSIONS",
          "no resource-based policy of " + function + " lets " + rule.arn() + " invoke it");
    }
    return result(aws.call(ServiceCaller.invokeRequest(function, input, SERVICE)));
  }

  /** AWS retries only after 429 and 5xx (AWS re:Post, "FailedInvocation errors"). */
  private static DeliveryResult result(WireResponse answer) {
    if (answer.status() < 300) {
      return DeliveryResult.DELIVERED;
    }
    String error = ServiceCaller.errorCode(answer);
    boolean throttled = error.startsWith("Throttling") || error.startsWith("TooManyRequests");
    String message = error + ": " + ServiceCaller.errorMessage(answer);
    if (throttled || answer.status() >= 500) {
      return new DeliveryResult(throttled ? "THROTTLING" : "ERROR_FROM_TARGET", message, true);
    }
    return DeliveryResult.permanentFailure(code(error, answer.status()), message);
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
