package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.json.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** The delivery of one event to one target: attempts until it is there, or given up. */
final class EventDelivery {
  private final EventDispatcher post;
  private final EventRule rule;
  private final EventTarget target;
  private final Map<String, Object> event;
  private final Instant since;
  private final String input;
  private int retries;

  EventDelivery(
      EventDispatcher post,
      EventRule rule,
      EventTarget target,
      Map<String, Object> event,
      Instant since) {
    this.post = post;
    this.rule = rule;
    this.target = target;
    this.event = event;
    this.since = since;
    this.input = target.input().of(event, rule, EventDispatcher.formatTime(since));
  }

  void attempt() {
    DeliveryResult outcome =
        post.sender().send(rule, target, String.valueOf(event.get("id")), input);
    if (outcome.isDelivered()) {
      return;
    }
    if (!outcome.retryable()) {
      giveUp(outcome, "");
    } else if (retries == target.maxRetries()) {
      giveUp(outcome, "MaximumRetryAttempts");
    } else {
      retryOrGiveUp(outcome);
    }
  }

  private void retryOrGiveUp(DeliveryResult outcome) {
    Instant next = post.clock().instant().plus(post.pause(retries));
    Instant tooOld = since.plus(target.maxAge());
    if (next.isAfter(tooOld)) {
      post.clock().runAt(tooOld, () -> giveUp(outcome, "MaximumEventAgeInSeconds"));
      return;
    }
    retries++;
    post.clock().runAt(next, this::attempt);
  }

  /**
   * The message is the event as it came, with attributes that tell why (EventBridge user guide).
   */
  private void giveUp(DeliveryResult outcome, String exhausted) {
    if (target.deadLetterArn().isEmpty()) {
      return;
    }
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("RULE_ARN", rule.arn());
    attributes.put("TARGET_ARN", target.arn());
    attributes.put("ERROR_CODE", outcome.code());
    attributes.put("ERROR_MESSAGE", outcome.message());
    if (!exhausted.isEmpty()) {
      attributes.put("EXHAUSTED_RETRY_CONDITION", exhausted);
    }
    attributes.put("RETRY_ATTEMPTS", String.valueOf(retries));
    post.queues().send(target.deadLetterArn(), Json.toText(event), attributes);
  }
}
