package dev.coalmine.document;

import dev.coalmine.release.ReleaseEvent;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.target.Weight;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The fields of a JSON object, by the types of the records' components. A field that is absent is
 * null, 0 or false, as jackson-jr reads it. One that is null or has another type is unusual.
 *
 * @param tree the object
 */
record TreeFields(Map<?, ?> tree) {
  /**
   * The fields of a tree.
   *
   * @throws UnusualJsonException if it is not an object
   */
  static TreeFields of(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return new TreeFields(map);
    }
    throw unusual(tree);
  }

  private static UnusualJsonException unusual(Object value) {
    return new UnusualJsonException("unusual value " + value);
  }

  boolean has(String name) {
    return tree.containsKey(name);
  }

  /** The same fields, which must have one of this name. */
  TreeFields having(String name) {
    if (!has(name)) {
      throw unusual(tree);
    }
    return this;
  }

  /** The value of a field; null if it is absent. */
  private <T> T value(String name, Class<T> type) {
    Object value = tree.get(name);
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    if (value != null || has(name)) {
      throw unusual(value);
    }
    return null;
  }

  /** Any value; null if the field is absent or null. */
  Object any(String name) {
    return tree.get(name);
  }

  String text(String name) {
    return value(name, String.class);
  }

  Integer optionalWhole(String name) {
    return value(name, Integer.class);
  }

  int whole(String name) {
    Integer whole = optionalWhole(name);
    return whole == null ? 0 : whole;
  }

  long longWhole(String name) {
    return tree.get(name) instanceof Long whole ? whole : whole(name);
  }

  double number(String name) {
    Number number = value(name, Number.class);
    return number == null ? 0 : number.doubleValue();
  }

  boolean flag(String name) {
    Boolean flag = value(name, Boolean.class);
    return flag != null && flag;
  }

  Instant instant(String name) {
    String text = text(name);
    return text == null ? null : Instant.parse(text);
  }

  Duration duration(String name) {
    String text = text(name);
    return text == null ? null : Duration.parse(text);
  }

  Weight weight(String name) {
    Integer percent = optionalWhole(name);
    return percent == null ? null : new Weight(percent);
  }

  <E extends Enum<E>> E word(String name, Class<E> type) {
    String text = text(name);
    return text == null ? null : Enum.valueOf(type, text);
  }

  /** After the workflow has published the event, the field has another value. */
  ReleaseEvent event(String name) {
    return tree.get(name) instanceof Map ? ReleaseEvent.NONE : word(name, ReleaseEvent.class);
  }

  BigDecimal decimal(String name) {
    return has(name) ? decimal(tree.get(name)) : null;
  }

  private static BigDecimal decimal(Object value) {
    if (value instanceof Number number) {
      return new BigDecimal(number.toString());
    }
    throw unusual(value);
  }

  /** The fields of an object; null if it is absent. */
  TreeFields object(String name) {
    Map<?, ?> object = value(name, Map.class);
    return object == null ? null : new TreeFields(object);
  }

  <T> List<T> list(String name, Function<TreeFields, T> read) {
    return each(name, item -> read.apply(TreeFields.of(item)));
  }

  private <T> List<T> each(String name, Function<Object, T> read) {
    List<?> items = value(name, List.class);
    if (items == null) {
      return null;
    }
    List<T> all = new ArrayList<>(items.size());
    for (Object item : items) {
      all.add(read.apply(item));
    }
    return all;
  }

  List<Double> numbers(String name) {
    return each(name, TreeFields::number);
  }

  private static Double number(Object item) {
    if (item instanceof Number number) {
      return number.doubleValue();
    }
    throw unusual(item);
  }

  List<Integer> wholes(String name) {
    return each(name, TreeFields::whole);
  }

  private static Integer whole(Object item) {
    if (item instanceof Integer whole) {
      return whole;
    }
    throw unusual(item);
  }

  ThresholdCounts counts(String name) {
    List<Double> counts = numbers(name);
    return counts == null ? null : ThresholdCounts.of(counts);
  }

  Map<String, String> texts(String name) {
    return values(name, TreeFields::text);
  }

  private static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    throw unusual(value);
  }

  Map<String, BigDecimal> decimals(String name) {
    return values(name, TreeFields::decimal);
  }

  private <T> Map<String, T> values(String name, Function<Object, T> read) {
    Map<?, ?> map = value(name, Map.class);
    if (map == null) {
      return null;
    }
    Map<String, T> all = new LinkedHashMap<>();
    map.forEach((key, value) -> all.put((String) key, read.apply(value)));
    return all;
  }

  /** A map as it is; null if the field is absent. */
  @SuppressWarnings("unchecked") // the keys of a JSON object are text
  Map<String, Object> map(String name) {
    return (Map<String, Object>) value(name, Map.class);
  }
}
