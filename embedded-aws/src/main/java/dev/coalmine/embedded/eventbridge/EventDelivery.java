package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The delivery of one event to one target: attempts until it is delivered or given up. */
final class EventDelivery {
  private final EventDispatcher dispatcher;
  private final EventRule rule;
  private final EventTarget target;
  private final Map<String, Object> event;
  private final Instant since;
  private final String input;
  private int retries;

  EventDelivery(
      EventDispatcher dispatcher,
      EventRule rule,
      EventTarget target,
      Map<String, Object> event,
      Instant since) {
    this.dispatcher = dispatcher;
    this.rule = rule;
    this.target = target;
    this.event = event;
    this.since = since;
    this.input = target.input().of(event, rule, EventDispatcher.formatTime(since));
  }

  void attempt() {
    DeliveryResult result =
        dispatcher.sender().send(rule, target, String.valueOf(event.get("id")), input);
    if (result.isDelivered()) {
      return;
    }
    if (!result.retryable()) {
      giveUp(result, "");
    } else if (retries == target.maxRetries()) {
      giveUp(result, "MaximumRetryAttempts");
    } else {
      retryOrGiveUp(result);
    }
  }

  private void retryOrGiveUp(DeliveryResult result) {
    Instant next = dispatcher.clock().instant().plus(dispatcher.pause(retries));
    Instant tooOld = since.plus(target.maxAge());
    if (next.isAfter(tooOld)) {
      dispatcher.clock().runAt(tooOld, () -> giveUp(result, "MaximumEventAgeInSeconds"));
      return;
    }
    retries++;
    dispatcher.clock().runAt(next, this::attempt);
  }

  /**
   * Sends the unchanged event to the dead-letter queue, with the reason in attributes (EventBridge
   * user guide).
   */
  private void giveUp(DeliveryResult result, String exhausted) {
    if (target.deadLetterArn().isEmpty()) {
      return;
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("RULE_ARN", rule.arn());
    attributes.put("TARGET_ARN", target.arn());
    attributes.put("ERROR_CODE", result.code());
    attributes.put("ERROR_MESSAGE", result.message());
    if (!exhausted.isEmpty()) {
      attributes.put("EXHAUSTED_RETRY_CONDITION", exhausted);
    }
    attributes.put("RETRY_ATTEMPTS", String.valueOf(retries));
    dispatcher.queues().send(target.deadLetterArn(), Json.toText(event), attributes);
  }
}
