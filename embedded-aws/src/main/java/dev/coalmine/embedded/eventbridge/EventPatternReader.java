package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.eventbridge.EventPattern.FieldFilter;
import dev.coalmine.embedded.eventbridge.EventPattern.ObjectFilter;
import dev.coalmine.embedded.eventbridge.EventPattern.OrFilter;
import dev.coalmine.embedded.eventbridge.EventPattern.PatternFilter;
import dev.coalmine.embedded.eventbridge.EventPattern.ValueFilter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads event patterns. The words of its refusals are EventBridge's, as far as recorded. */
final class EventPatternReader {
  private static final Set<String> OPERATORS = Set.of("=", "<", "<=", ">", ">=");
  private static final Set<String> ABOVE = Set.of(">", ">=");
  private static final Set<String> BELOW = Set.of("<", "<=");
  private static final String ANYTHING_BUT = "anything-but";
  private static final String ANY_CASE = "equals-ignore-case";

  private EventPatternReader() {}

  static PatternFilter filter(Object tree) {
    if (!(tree instanceof Map<?, ?> object)) {
      throw EventPattern.invalid("Filter is not an object");
    }
    if (object.isEmpty()) {
      throw EventPattern.invalid("Empty objects are not allowed");
    }
    List<FieldFilter> fields = new ArrayList<>();
    object.forEach((name, value) -> fields.add(named((String) name, value)));
    return new ObjectFilter(fields);
  }

  /** Recorded: a.b is b within a. */
  private static FieldFilter named(String name, Object value) {
    int dot = name.indexOf('.');
    return dot < 0
        ? new FieldFilter(name, field(name, value))
        : new FieldFilter(
            name.substring(0, dot),
            new ObjectFilter(List.of(named(name.substring(dot + 1), value))));
  }

  private static PatternFilter field(String name, Object value) {
    if (value instanceof Map<?, ?>) {
      return filter(value);
    }
    if (!(value instanceof List<?> list)) {
      throw EventPattern.invalid("\"" + name + "\" must be an object or an array");
    }
    if (list.isEmpty()) {
      throw EventPattern.invalid("Empty arrays are not allowed");
    }
    return name.equals("$or")
        ? new OrFilter(list.stream().map(EventPatternReader::filter).toList())
        : new ValueFilter(list.stream().map(EventPatternReader::test).toList());
  }

  private static ValueMatcher test(Object tree) {
    if (tree instanceof List<?>) {
      throw EventPattern.invalid("Match value must be String, number, true, false, or null");
    }
    if (!(tree instanceof Map<?, ?> map)) {
      return ValueMatcher.exactly(tree);
    }
    if (map.size() != 1) {
      throw EventPattern.invalid("Only one key allowed in match expression");
    }
    Map.Entry<?, ?> only = map.entrySet().iterator().next();
    return test((String) only.getKey(), only.getValue());
  }

  private static ValueMatcher test(String operator, Object value) {
    return switch (operator) {
      case "prefix" -> ValueMatcher.prefix(affix(operator, value), value instanceof Map<?, ?>);
      case "suffix" -> ValueMatcher.suffix(affix(operator, value), value instanceof Map<?, ?>);
      case ANY_CASE -> ValueMatcher.ignoringCase(text(operator, value));
      case "wildcard" -> wildcard(value);
      case "exists" -> ValueMatcher.exists(flag(value));
      case "numeric" -> ValueMatcher.numeric(comparisons(value));
      case ANYTHING_BUT -> ValueMatcher.anythingBut(none(value));
      case "cidr" ->
          throw EventPattern.invalid("match type cidr is not supported by the embedded AWS");
      default -> throw EventPattern.invalid("Unrecognized match type " + operator);
    };
  }

  /** What a prefix or suffix is, with or without regard to case. */
  private static String affix(String operator, Object value) {
    return value instanceof Map<?, ?> map && map.keySet().equals(Set.of(ANY_CASE))
        ? text(operator, map.get(ANY_CASE))
        : text(operator, value);
  }

  private static String text(String operator, Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw EventPattern.invalid(operator + " match pattern must be a string");
  }

  private static ValueMatcher wildcard(Object value) {
    String text = text("wildcard", value);
    int doubled = text.indexOf("**");
    if (doubled >= 0) {
      throw EventPattern.invalid("Consecutive wildcard characters at pos " + (doubled + 1));
    }
    return ValueMatcher.wildcard(text);
  }

  private static boolean flag(Object value) {
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw EventPattern.invalid("exists match pattern must be either true or false.");
  }

  private static List<ValueMatcher.NumericComparison> comparisons(Object value) {
    if (!(value instanceof List<?> list)) {
      throw EventPattern.invalid("Value of numeric must be an array.");
    }
    List<ValueMatcher.NumericComparison> read = new ArrayList<>();
    for (int i = 0; i < list.size(); i += 2) {
      if (!OPERATORS.contains(list.get(i)) || i > 2) {
        throw EventPattern.invalid("Unrecognized numeric range operator: " + list.get(i));
      }
      String operator = (String) list.get(i);
      if (i + 1 == list.size() || !(list.get(i + 1) instanceof Number)) {
        throw EventPattern.invalid("Value of " + operator + " must be numeric");
      }
      read.add(new ValueMatcher.NumericComparison(operator, ValueMatcher.number(list.get(i + 1))));
    }
    if (read.isEmpty()) {
      throw EventPattern.invalid("Invalid member in numeric match: ]");
    }
    if (read.size() == 2
        && !(ABOVE.contains(read.get(0).operator()) && BELOW.contains(read.get(1).operator()))) {
      throw EventPattern.invalid("Bad numeric range operator: " + read.get(1).operator());
    }
    return read;
  }

  /** What the value of an anything-but must not be. */
  private static List<ValueMatcher> none(Object value) {
    if (value instanceof Map<?, ?> map && map.size() == 1) {
      String operator = String.valueOf(map.keySet().iterator().next());
      return listed(map.values().iterator().next()).stream()
          .map(each -> noneLike(operator, each))
          .toList();
    }
    boolean single = value instanceof String || value instanceof Number;
    if (!single && !(value instanceof List<?>)) {
      throw EventPattern.invalid(
          "Value of anything-but must be an array or single string/number value.");
    }
    List<?> all = listed(value);
    if (!all.stream().allMatch(each -> each instanceof String || each instanceof Number)) {
      throw EventPattern.invalid("Inside anything but list, start|null|boolean is not supported.");
    }
    return all.stream().map(ValueMatcher::exactly).toList();
  }

  private static List<?> listed(Object value) {
    return value instanceof List<?> list ? list : Collections.singletonList(value);
  }

  private static ValueMatcher noneLike(String operator, Object value) {
    boolean affix = operator.equals("prefix") || operator.equals("suffix");
    if (affix && value instanceof Map<?, ?>) {
      throw EventPattern.invalid(
          "Value of anything-but must be an array or single string/number value.");
    }
    if (affix && !(value instanceof String)) {
      throw EventPattern.invalid("prefix/suffix match pattern must be a string");
    }
    if (affix && value.equals("")) {
      throw EventPattern.invalid("Null prefix/suffix not allowed");
    }
    if (operator.equals(ANY_CASE) && !(value instanceof String)) {
      throw EventPattern.invalid(
          "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not"
              + " supported.");
    }
    if (!affix && !operator.equals(ANY_CASE) && !operator.equals("wildcard")) {
      throw EventPattern.invalid("Unsupported anything-but pattern: " + operator);
    }
    return test(operator, value);
  }
}
