package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An event pattern of EventBridge: which events a rule wants. What each operator means is checked
 * against recorded answers of TestEventPattern.
 */
final class EventPattern {
  private final String text;
  private final PatternFilter filter;

  private EventPattern(String text, PatternFilter filter) {
    this.text = text;
    this.filter = filter;
  }

  /**
   * Reads a pattern.
   *
   * @throws AwsError InvalidEventPatternException for what EventBridge refuses, and for operators
   *     that are not implemented here
   */
  static EventPattern parse(String text) {
    Object tree;
    try {
      tree = Json.parse(text);
    } catch (IllegalArgumentException e) {
      throw invalid(e.getMessage());
    }
    return new EventPattern(text, EventPatternReader.filter(tree));
  }

  static AwsError invalid(String reason) {
    return new AwsError(
        400, "InvalidEventPatternException", "Event pattern is not valid. Reason: " + reason);
  }

  /** The pattern as it was given. */
  String text() {
    return text;
  }

  boolean matches(Map<String, Object> event) {
    return filter.matches(Optional.of(event));
  }

  /** Whether some event of this source and kind could match. */
  boolean mayMatch(String source, String detailType) {
    Map<String, Object> known = Map.of("source", source, "detail-type", detailType);
    return !(filter instanceof ObjectFilter all) || all.mayMatch(known);
  }

  /** JSON's null is a value, too. */
  private static Object present(Object value) {
    return value == null ? ValueMatcher.NULL : value;
  }

  /** A part of a pattern. It is shown an empty value where the event has none. */
  sealed interface PatternFilter permits ObjectFilter, OrFilter, ValueFilter {
    boolean matches(Optional<Object> value);
  }

  /** What a field of an object has to match. */
  record FieldFilter(String name, PatternFilter filter) {
    boolean matches(Map<?, ?> object) {
      if (name.equals("$or")) {
        return filter.matches(Optional.of(object));
      }
      return filter.matches(
          object.containsKey(name) ? Optional.of(present(object.get(name))) : Optional.empty());
    }
  }

  /** An object: every field has to match; of a list of objects one has to match as a whole. */
  record ObjectFilter(List<FieldFilter> fields) implements PatternFilter {
    @Override
    public boolean matches(Optional<Object> value) {
      if (value.isPresent() && value.get() instanceof List<?> list) {
        return list.stream().anyMatch(each -> matches(Optional.of(present(each))));
      }
      Map<?, ?> object = value.isPresent() && value.get() instanceof Map<?, ?> map ? map : Map.of();
      return fields.stream().allMatch(field -> field.matches(object));
    }

    boolean mayMatch(Map<String, Object> known) {
      return fields.stream()
          .filter(field -> known.containsKey(field.name()))
          .allMatch(field -> field.matches(known));
    }
  }

  /** {@code $or}: one of several objects has to match. */
  record OrFilter(List<PatternFilter> alternatives) implements PatternFilter {
    @Override
    public boolean matches(Optional<Object> value) {
      return alternatives.stream().anyMatch(each -> each.matches(value));
    }
  }

  /** The end of a path: one of the tests has to hold, for a list of values for one of them. */
  record ValueFilter(List<ValueMatcher> tests) implements PatternFilter {
    @Override
    public boolean matches(Optional<Object> value) {
      if (value.isEmpty() || value.get() instanceof Map<?, ?>) { // an object is no value
        return tests.stream().anyMatch(ValueMatcher::matchesAbsent);
      }
      if (value.get() instanceof List<?> list) {
        return list.isEmpty()
            ? tests.stream().anyMatch(ValueMatcher::matchesAbsent)
            : list.stream().anyMatch(each -> matches(Optional.of(present(each))));
      }
      return tests.stream().anyMatch(test -> test.matches(value.get()));
    }
  }
}
