package dev.coalmine.request;

import dev.coalmine.text.Quote;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The fields of one JSON object of a request. Faults are added to a list, never thrown. */
final class RequestFields {
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Map<?, ?> object;
  private final String where;
  private final List<String> faults;

  private RequestFields(Map<?, ?> object, String where, List<String> faults) {
    this.object = object;
    this.where = where;
    this.faults = faults;
  }

  /** The fields of an object; anything else has no fields and is a fault. */
  static RequestFields of(Object tree, String where, List<String> faults) {
    if (tree instanceof Map<?, ?> map) {
      return new RequestFields(map, where, faults);
    }
    faults.add(
        (where.isEmpty() ? "the request" : where)
            + " must be a JSON object, not "
            + Quote.of(tree));
    return new RequestFields(Map.of(), where, faults);
  }

  /** Adds a fault for every unknown field, with the nearest known name. */
  RequestFields rejectUnknown(String... names) {
    List<String> all = List.of(names);
    for (Object key : new TreeSet<>(object.keySet().stream().map(String::valueOf).toList())) {
      if (!all.contains(key)) {
        faults.add(unknown(String.valueOf(key), all));
      } else if (object.get(key) == null) {
        addFault(String.valueOf(key), "must not be null: omit it");
      }
    }
    return this;
  }

  /** An unknown tag has its own name in the request. */
  private String unknown(String key, List<String> known) {
    return key.startsWith(TagRequest.PREFIX)
        ? "unknown tag " + Quote.name(key) + Quote.suggestion(key, TagRequest.names())
        : "unknown field " + at(Quote.name(key)) + Quote.suggestion(key, known);
  }

  /** Whether the field exists and is not null. */
  boolean has(String name) {
    return object.get(name) != null;
  }

  Optional<Object> value(String name) {
    return Optional.ofNullable(object.get(name));
  }

  /** A text that matches the pattern; empty if it is absent or faulty. */
  Optional<String> text(String name, String pattern, String meaning) {
    if (!has(name)) {
      return Optional.empty();
    }
    Object value = object.get(name);
    if (value instanceof String text && text.matches(pattern)) {
      return Optional.of(text);
    }
    addFault(name, "must be " + meaning + ", not " + quoted(name, value));
    return Optional.empty();
  }

  /** A value that was refused, and what it is instead if that can be told. */
  String quoted(String name, Object value) {
    Object function = name.equals("function") ? null : object.get("function");
    return Quote.of(value) + ArnHint.of(name, value, function);
  }

  /** A duration of whole seconds, at most a year; empty if it is absent or faulty. */
  Optional<Duration> duration(String name, Duration least) {
    if (!has(name)) {
      return Optional.empty();
    }
    Object value = object.get(name);
    try {
      Duration duration = Duration.parse(value instanceof String text ? text : "");
      if (duration.toNanosPart() == 0
          && duration.compareTo(least) >= 0
          && duration.compareTo(LONGEST) <= 0) {
        return Optional.of(duration);
      }
    } catch (DateTimeParseException e) {
      // a fault, as below
    }
    addFault(
        name,
        "must be an ISO-8601 duration of whole seconds from %s to a year, such as \"PT5M\", not %s"
            .formatted(least, Quote.of(value)));
    return Optional.empty();
  }

  /** One of several words; the first choice if it is absent or faulty. */
  <T> T choice(String name, T[] choices, Function<T, String> word) {
    Object value = has(name) ? object.get(name) : word.apply(choices[0]);
    for (T choice : choices) {
      if (word.apply(choice).equals(value)) {
        return choice;
      }
    }
    String words =
        Arrays.stream(choices).map(word).collect(Collectors.joining("\", \"", "\"", "\""));
    addFault(name, "must be one of %s, not %s".formatted(words, Quote.of(value)));
    return choices[0];
  }

  /** A whole number in a range; empty if it is absent or faulty. */
  OptionalInt wholeNumber(String name, int least, int most) {
    return item(object.get(name), at(name), faults, least, most);
  }

  /** A whole number in a range, from a value that is no field. */
  static OptionalInt item(Object value, String where, List<String> faults, int least, int most) {
    if (value instanceof Number number) {
      BigDecimal exact = exact(number);
      boolean whole = exact.stripTrailingZeros().scale() <= 0;
      if (whole
          && exact.compareTo(BigDecimal.valueOf(least)) >= 0
          && exact.compareTo(BigDecimal.valueOf(most)) <= 0) {
        return OptionalInt.of(exact.intValue());
      }
    }
    faults.add(
        "%s must be a whole number from %d to %d, not %s"
            .formatted(where, least, most, Quote.of(value)));
    return OptionalInt.empty();
  }

  /** A boolean; true if it is absent or faulty. */
  boolean flag(String name) {
    Object value = has(name) ? object.get(name) : (Object) true;
    if (value instanceof Boolean flag) {
      return flag;
    }
    addFault(name, "must be true or false, not " + Quote.of(value));
    return true;
  }

  void addFault(String name, String what) {
    faults.add(at(name) + " " + what);
  }

  private String at(String name) {
    return where.isEmpty() ? name : where + "." + name;
  }

  private static BigDecimal exact(Number number) {
    double value = number.doubleValue();
    return Double.isFinite(value) ? new BigDecimal(number.toString()) : BigDecimal.valueOf(-1);
  }
}
