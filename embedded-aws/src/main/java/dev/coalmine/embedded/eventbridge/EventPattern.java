package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.AwsJson;
import dev.coalmine.embedded.protocol.JsonFields;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.MachineComplexityEvaluator;

/**
 * An event pattern of EventBridge. AWS' Event Ruler parses and matches it; EventBridge itself uses
 * this engine.
 */
final class EventPattern {
  /** Characters (EventBridge quotas, event pattern size, as far as it can be raised). */
  private static final int LONGEST = 4096;

  /** Wildcard prefixes that may match at a time, as far as users report what EventBridge takes. */
  private static final int MOST_COMPLEX = 10;

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
    AwsJson.checkLength(LONGEST, text, "eventPattern");
    String fault = JsonRuleCompiler.check(text);
    if (fault != null) {
      throw invalid(fault.lines().findFirst().orElse(""));
    }
    Machine whole = machine(text);
    if (whole.evaluateComplexity(new MachineComplexityEvaluator(MOST_COMPLEX + 1)) > MOST_COMPLEX) {
      throw invalid(
          "Rule is too complex - try using fewer wildcard characters or fewer repeating character"
              + " sequences after a wildcard character");
    }
    Map<String, Object> head = new HashMap<>(tree(text));
    head.keySet().retainAll(HEAD);
    return new EventPattern(text, whole, machine(head.isEmpty() ? "" : Json.toText(head)));
  }

  /** The ruler's compiler ignores what follows the pattern. */
  private static Map<String, Object> tree(String text) {
    try {
      return Json.parseObject(JsonFields.utf8(text));
    } catch (IllegalArgumentException e) {
      throw invalid(e.getMessage());
    }
  }

  private static AwsError invalid(String reason) {
    return new AwsError(
        400, "InvalidEventPatternException", "Event pattern is not valid. Reason: " + reason);
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
