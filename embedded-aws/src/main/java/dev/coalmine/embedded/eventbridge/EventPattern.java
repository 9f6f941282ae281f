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
 * An event pattern of EventBridge. AWS' Event Ruler parses and matches it; EventBridge itself uses
 * this engine.
 */
final class EventPattern {
  private static final Set<String> HEAD = Set.of("source", "detail-type");

  private final String text;
  private final Machine whole;
  private final Machine head;
  private final Map<String, Boolean> headMatches = new ConcurrentHashMap<>();

  private EventPattern(String text, Machine whole, Machine head) {
    this.text = text;
    this.whole = whole;
    this.head = head;
  }

  /**
   * Parses a pattern.
   *
   * @throws AwsError InvalidEventPatternException for patterns that EventBridge refuses, with its
   *     message except for the line and column that it adds
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

  /** The pattern as given. */
  String text() {
    return text;
  }

  boolean matches(Map<String, Object> event) {
    return matches(whole, event);
  }

  /** Whether some event of this source and detail-type may match. */
  boolean mayMatch(String source, String detailType) {
    return head.isEmpty()
        || headMatches.computeIfAbsent(
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
