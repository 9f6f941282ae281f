package dev.coalmine.embedded.asl.definition;

import dev.coalmine.embedded.asl.expression.JsonTrees;
import dev.coalmine.embedded.asl.expression.Timestamps;
import dev.coalmine.embedded.json.JsonView;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;

/**
 * A comparison operator of Choice, such as {@code NumericLessThanPath}.
 *
 * @param name its name in the definition
 * @param kind the operand's type
 * @param takesPath whether the operand is a path to the value
 * @param body compares a value with an operand of that type
 */
record ChoiceOperator(
    String name, OperandType kind, boolean takesPath, BiPredicate<Object, Object> body) {
  private static final Map<String, ChoiceOperator> ALL = all();

  static Optional<ChoiceOperator> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** Whether a missing value has a result instead of a failure. */
  boolean testsPresence() {
    return name.equals("IsPresent");
  }

  /** Whether the comparison holds. Values of different types never compare. */
  boolean test(Object value, Object operand) {
    return kind.is(operand) && body.test(value, operand);
  }

  private static Map<String, ChoiceOperator> all() {
    Map<String, ChoiceOperator> all = new HashMap<>();
    for (OperandType kind :
        new OperandType[] {OperandType.STRING, OperandType.NUMERIC, OperandType.TIMESTAMP}) {
      addOrder(all, kind, "Equals", order -> order == 0);
      addOrder(all, kind, "LessThan", order -> order < 0);
      addOrder(all, kind, "GreaterThan", order -> order > 0);
      addOrder(all, kind, "LessThanEquals", order -> order <= 0);
      addOrder(all, kind, "GreaterThanEquals", order -> order >= 0);
    }
    addOrder(all, OperandType.BOOLEAN, "Equals", order -> order == 0);
    add(
        all,
        new ChoiceOperator("StringMatches", OperandType.STRING, false, WildcardPattern::matches));
    addTest(all, "IsPresent", (value, yes) -> value != JsonView.MISSING);
    addTest(all, "IsNull", (value, yes) -> value == null);
    addTest(all, "IsString", (value, yes) -> OperandType.STRING.is(value));
    addTest(all, "IsNumeric", (value, yes) -> OperandType.NUMERIC.is(value));
    addTest(all, "IsBoolean", (value, yes) -> OperandType.BOOLEAN.is(value));
    addTest(all, "IsTimestamp", (value, yes) -> OperandType.TIMESTAMP.is(value));
    return Map.copyOf(all);
  }

  private static void addOrder(
      Map<String, ChoiceOperator> all, OperandType kind, String relation, IntPredicate holds) {
    BiPredicate<Object, Object> body =
        (value, operand) -> kind.is(value) && holds.test(kind.compare(value, operand));
    String name = kind.prefix + relation;
    add(all, new ChoiceOperator(name, kind, false, body));
    add(all, new ChoiceOperator(name + "Path", kind, true, body));
  }

  private static void addTest(
      Map<String, ChoiceOperator> all, String name, BiPredicate<Object, Object> is) {
    add(
        all,
        new ChoiceOperator(
            name,
            OperandType.BOOLEAN,
            false,
            (value, wanted) -> wanted.equals(is.test(value, wanted))));
  }

  private static void add(Map<String, ChoiceOperator> all, ChoiceOperator operator) {
    all.put(operator.name(), operator);
  }

  /** The types that can be compared. */
  enum OperandType {
    STRING("String", "a string"),
    NUMERIC("Numeric", "a number"),
    BOOLEAN("Boolean", "true or false"),
    TIMESTAMP("Timestamp", "a time such as 2026-01-31T08:00:00Z");

    private final String prefix;
    private final String text;

    OperandType(String prefix, String text) {
      this.prefix = prefix;
      this.text = text;
    }

    String text() {
      return text;
    }

    boolean is(Object value) {
      return switch (this) {
        case STRING -> value instanceof String;
        case NUMERIC -> value instanceof Number;
        case BOOLEAN -> value instanceof Boolean;
        case TIMESTAMP -> Timestamps.parse(value).isPresent();
      };
    }

    int compare(Object a, Object b) {
      return switch (this) {
        case STRING -> ((String) a).compareTo((String) b);
        case NUMERIC -> JsonTrees.compare((Number) a, (Number) b);
        case BOOLEAN -> ((Boolean) a).compareTo((Boolean) b);
        case TIMESTAMP -> moment(a).compareTo(moment(b));
      };
    }

    private static Instant moment(Object value) {
      return Timestamps.parse(value).orElseThrow();
    }
  }
}
