package dev.coalmine.local.asl;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;

/**
 * A comparison operator of Choice, as {@code NumericLessThanPath}.
 *
 * @param name as it stands in the definition
 * @param kind what the operand must be
 * @param takesPath whether the operand is a path to the value
 * @param body the comparison of a value with an operand of that kind
 */
record Operator(String name, Kind kind, boolean takesPath, BiPredicate<Object, Object> body) {
  private static final Map<String, Operator> ALL = all();

  static Optional<Operator> named(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  /** Whether a missing value is an answer and not a failure. */
  boolean asksPresence() {
    return name.equals("IsPresent");
  }

  /** Values of different types never compare. */
  boolean test(Object value, Object operand) {
    return kind.is(operand) && body.test(value, operand);
  }

  private static Map<String, Operator> all() {
    Map<String, Operator> all = new HashMap<>();
    for (Kind kind : new Kind[] {Kind.STRING, Kind.NUMERIC, Kind.TIMESTAMP}) {
      addOrder(all, kind, "Equals", order -> order == 0);
      addOrder(all, kind, "LessThan", order -> order < 0);
      addOrder(all, kind, "GreaterThan", order -> order > 0);
      addOrder(all, kind, "LessThanEquals", order -> order <= 0);
      addOrder(all, kind, "GreaterThanEquals", order -> order >= 0);
    }
    addOrder(all, Kind.BOOLEAN, "Equals", order -> order == 0);
    add(all, new Operator("StringMatches", Kind.STRING, false, Wildcard::matches));
    addTest(all, "IsPresent", (value, yes) -> value != ReferencePath.MISSING);
    addTest(all, "IsNull", (value, yes) -> value == null);
    addTest(all, "IsString", (value, yes) -> Kind.STRING.is(value));
    addTest(all, "IsNumeric", (value, yes) -> Kind.NUMERIC.is(value));
    addTest(all, "IsBoolean", (value, yes) -> Kind.BOOLEAN.is(value));
    addTest(all, "IsTimestamp", (value, yes) -> Kind.TIMESTAMP.is(value));
    return Map.copyOf(all);
  }

  private static void addOrder(
      Map<String, Operator> all, Kind kind, String relation, IntPredicate holds) {
    BiPredicate<Object, Object> body =
        (value, operand) -> kind.is(value) && holds.test(kind.compare(value, operand));
    String name = kind.prefix + relation;
    add(all, new Operator(name, kind, false, body));
    add(all, new Operator(name + "Path", kind, true, body));
  }

  private static void addTest(
      Map<String, Operator> all, String name, BiPredicate<Object, Object> is) {
    add(
        all,
        new Operator(
            name, Kind.BOOLEAN, false, (value, wanted) -> wanted.equals(is.test(value, wanted))));
  }

  private static void add(Map<String, Operator> all, Operator operator) {
    all.put(operator.name(), operator);
  }

  /** The types that can be compared. */
  enum Kind {
    STRING("String", "a string"),
    NUMERIC("Numeric", "a number"),
    BOOLEAN("Boolean", "true or false"),
    TIMESTAMP("Timestamp", "a moment such as 2026-01-31T08:00:00Z");

    private final String prefix;
    private final String text;

    Kind(String prefix, String text) {
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
        case NUMERIC -> Trees.compare((Number) a, (Number) b);
        case BOOLEAN -> ((Boolean) a).compareTo((Boolean) b);
        case TIMESTAMP -> moment(a).compareTo(moment(b));
      };
    }

    private static Instant moment(Object value) {
      return Timestamps.parse(value).orElseThrow();
    }
  }
}
