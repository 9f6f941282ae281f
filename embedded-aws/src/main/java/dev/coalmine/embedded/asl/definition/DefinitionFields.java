package dev.coalmine.embedded.asl.definition;

import dev.coalmine.embedded.asl.expression.Expression;
import dev.coalmine.embedded.asl.expression.JsonTrees;
import dev.coalmine.embedded.asl.expression.PathExpression;
import dev.coalmine.embedded.asl.expression.PayloadTemplate;
import dev.coalmine.embedded.asl.expression.ReferencePath;
import dev.coalmine.embedded.json.Json;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads one object of a definition. It records faults and continues, and reports unread fields at
 * the end. A {@code JsonView} does neither.
 */
public final class DefinitionFields {
  /** The maximum of a timeout, a wait or an interval, in seconds (Step Functions API reference). */
  public static final long MAX_SECONDS = 99_999_999;

  private final String where;
  private final Map<?, ?> map;
  private final List<String> faults;
  private final Set<String> readNames = new HashSet<>();

  /** Reads the object at this place. Anything else is a fault and reads as empty. */
  public DefinitionFields(String where, Object tree, List<String> faults) {
    this.where = where;
    this.faults = faults;
    if (tree instanceof Map<?, ?> found) {
      this.map = found;
    } else {
      this.map = Map.of();
      addFault("must be an object");
    }
  }

  /** An object inside this one. */
  public DefinitionFields inside(String place, Object tree) {
    return new DefinitionFields(where + ": " + place, tree, faults);
  }

  public void addFault(String what) {
    faults.add(where + ": " + what);
  }

  /** Whether the field is present. It counts as read. */
  public boolean has(String name) {
    readNames.add(name);
    return map.containsKey(name);
  }

  public Object tree(String name) {
    readNames.add(name);
    return map.get(name);
  }

  /** The names of the fields that were not read yet. */
  public List<String> unreadNames() {
    return map.keySet().stream()
        .map(String.class::cast)
        .filter(k -> !readNames.contains(k))
        .toList();
  }

  /** Records a fault for every unread field. */
  public void refuseUnread() {
    unreadNames().forEach(name -> addFault("field " + name + " is not implemented"));
  }

  /** The text, or the empty string. */
  public String text(String name) {
    return typed(name, String.class, "a string").orElse("");
  }

  /** The text. A missing field is a fault and reads as empty. */
  public String required(String name) {
    if (!has(name)) {
      addFault(name + " is missing");
    }
    return text(name);
  }

  public boolean flag(String name) {
    return typed(name, Boolean.class, "true or false").orElse(false);
  }

  public List<?> list(String name) {
    return typed(name, List.class, "an array").orElse(List.of());
  }

  /**
   * A whole number of at most {@link #MAX_SECONDS}. Any other value is a fault.
   *
   * @param fewest the minimum
   * @param absent the value of a missing field
   */
  public long whole(String name, long fewest, long absent) {
    if (!has(name)) {
      return absent;
    }
    Object value = tree(name);
    if (JsonTrees.isLong(value)) {
      long number = ((Number) value).longValue();
      if (number >= fewest && number <= MAX_SECONDS) {
        return number;
      }
    }
    addTypeFault(name, "a whole number from " + fewest + " to " + MAX_SECONDS);
    return absent;
  }

  double rate(String name, double absent) {
    double rate =
        typed(name, Number.class, "a number")
            .map(number -> new BigDecimal(number.toString()).doubleValue())
            .orElse(absent);
    if (rate < 1) {
      addTypeFault(name, "at least 1");
    }
    return rate;
  }

  public Optional<PathExpression> path(String name) {
    return has(name) ? parsed(name, PathExpression::parse) : Optional.empty();
  }

  Optional<ReferencePath> referencePath(String name) {
    Optional<ReferencePath> path =
        typed(name, String.class, "a path").flatMap(ReferencePath::parse);
    if (has(name) && tree(name) instanceof String && path.isEmpty()) {
      addTypeFault(name, "a reference path such as $.result");
    }
    return path;
  }

  /** A path or a call of an intrinsic function. */
  public Optional<Expression> expression(String name) {
    return has(name) ? parsed(name, Expression::parse) : Optional.empty();
  }

  Optional<Expression> template(String name) {
    return has(name)
        ? tried(() -> PayloadTemplate.parse(JsonTrees.freeze(tree(name))), name)
        : Optional.empty();
  }

  /** Records a fault if more than one of the fields is present. */
  public void atMostOne(String... names) {
    List<String> present = List.of(names).stream().filter(this::has).toList();
    if (present.size() > 1) {
      addFault("only one of " + String.join(", ", present) + " is allowed");
    }
  }

  /**
   * Records that a field has a wrong value.
   *
   * @param what the expected value
   */
  public void addTypeFault(String name, String what) {
    addFault(name + " must be " + what + ", not " + Json.toText(tree(name)));
  }

  private <T> Optional<T> parsed(String name, Function<String, T> parser) {
    return typed(name, String.class, "a path")
        .flatMap(text -> tried(() -> parser.apply(text), name));
  }

  private <T> Optional<T> tried(Supplier<T> parser, String name) {
    try {
      return Optional.of(parser.get());
    } catch (IllegalArgumentException e) {
      addFault(name + ": " + e.getMessage());
      return Optional.empty();
    }
  }

  private <T> Optional<T> typed(String name, Class<T> type, String what) {
    if (!has(name)) {
      return Optional.empty();
    }
    if (!type.isInstance(tree(name))) {
      addTypeFault(name, what);
      return Optional.empty();
    }
    return Optional.of(type.cast(tree(name)));
  }
}
