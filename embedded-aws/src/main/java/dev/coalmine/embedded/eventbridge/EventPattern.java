package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.JsonFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;

/**
 * An event pattern of EventBridge: which events a rule wants. AWS' Event Ruler reads and matches
 * it, the engine that EventBridge itself is built on.
 */
final class EventPattern {
  private static final Set<String> HEAD = Set.of("source", "detail-type");

  private final String text;
  private final Machine whole;
  private final Machine head;
  private final Map<String, Boolean> wantedHeads = new ConcurrentHashMap<>();

  private EventPattern(String text, Machine whole, Machine head) {
    this.text = text;
    this.whole = whole;
    this.head = head;
  }

  /**
   * Reads a pattern.
   *
   * @throws AwsError InvalidEventPatternException for what EventBridge refuses, in its words but
   *     for the line and column that it adds
   */
  static EventPattern parse(String text) {
    String fault = JsonRuleCompiler.check(text);
    if (fault != null) {
      throw new AwsError(
          400,
          "InvalidEventPatternException",
          "Event pattern is not valid. Reason: " + fault.lines().findFirst().orElse(""));
    }
    Map<String, Object> head = new HashMap<>(Json.parseObject(JsonFields.utf8(text)));
    head.keySet().retainAll(HEAD);
    return new EventPattern(text, machine(text), machine(head.isEmpty() ? "" : Json.toText(head)));
  }

  private static Machine machine(String pattern) {
    Machine machine = Machine.builder().build();
    if (!pattern.isEmpty()) {
      try {
        machine.addRule("rule", pattern);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return machine;
  }

  /** The pattern as it was given. */
  String text() {
    return text;
  }

  boolean matches(Map<String, Object> event) {
    return matches(whole, event);
  }

  /** Whether some event of this source and kind could match. */
  boolean mayMatch(String source, String detailType) {
    return head.isEmpty()
        || wantedHeads.computeIfAbsent(
            source + "\n" + detailType,
            key -> matches(head, Map.of("source", source, "detail-type", detailType)));
  }

  private static boolean matches(Machine machine, Map<String, Object> event) {
    try {
      return !machine.rulesForJSONEvent(Json.toText(event)).isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (Exception e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
