package dev.coalmine.cli.traffic;

import dev.coalmine.text.Quote;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The fields of one object of a traffic file. Each fault is collected with its path, and reading
 * goes on with a default.
 *
 * @param path of the object; empty for the whole file
 * @param values by name
 * @param faults the collected faults
 */
record TrafficFields(String path, Map<?, ?> values, List<String> faults) {

  static TrafficFields root(Object tree, List<String> faults) {
    if (tree instanceof Map<?, ?> map) {
      return new TrafficFields("", map, faults);
    }
    faults.add("must be a JSON object, not " + Quote.of(tree));
    return new TrafficFields("", Map.of(), faults);
  }

  /** Reports every field of another name. */
  void allowOnly(String... names) {
    for (Object name : values.keySet()) {
      if (!List.of(names).contains(name)) {
        faults.add(
            at((String) name) + ": unknown field; the fields are " + String.join(", ", names));
      }
    }
  }

  boolean has(String name) {
    return values.containsKey(name);
  }

  boolean isObject(String name) {
    return values.get(name) instanceof Map;
  }

  /** A number within bounds, both inclusive. */
  double number(String name, double otherwise, double least, double most) {
    if (!has(name)) {
      return otherwise;
    }
    if (!(values.get(name) instanceof Number number)) {
      faults.add(at(name) + ": must be a number, not " + Quote.of(values.get(name)));
      return otherwise;
    }
    double value = number.doubleValue();
    require(
        value >= least && value <= most,
        name,
        "must be from " + plain(least) + " to " + plain(most) + ", not " + plain(value));
    return value;
  }

  /** A boolean; false if the field is missing. */
  boolean flag(String name) {
    require(
        !has(name) || values.get(name) instanceof Boolean,
        name,
        "must be true or false, not " + Quote.of(values.get(name)));
    return Boolean.TRUE.equals(values.get(name));
  }

  double required(String name, double least, double most) {
    require(has(name), name, "is missing");
    return number(name, least, least, most);
  }

  /** An object; an empty one if the field is missing. */
  TrafficFields fields(String name) {
    return object(at(name), values.get(name), has(name));
  }

  /** The objects of an array; none if the field is missing. */
  List<TrafficFields> list(String name) {
    List<TrafficFields> list = new ArrayList<>();
    if (values.get(name) instanceof List<?> elements) {
      for (Object element : elements) {
        list.add(object(at(name) + "[" + list.size() + "]", element, true));
      }
    } else {
      require(!has(name), name, "must be an array, not " + Quote.of(values.get(name)));
    }
    return list;
  }

  /** Calls the action with every field, each as an object. */
  void forEachObject(BiConsumer<String, TrafficFields> action) {
    values.keySet().forEach(name -> action.accept((String) name, fields((String) name)));
  }

  void require(boolean holds, String name, String otherwise) {
    if (!holds) {
      faults.add(at(name) + ": " + otherwise);
    }
  }

  private TrafficFields object(String at, Object value, boolean given) {
    if (value instanceof Map<?, ?> map) {
      return new TrafficFields(at, map, faults);
    }
    if (given) {
      faults.add(at + ": must be an object, not " + Quote.of(value));
    }
    return new TrafficFields(at, Map.of(), faults);
  }

  private String at(String name) {
    String shown = Quote.name(name);
    return path.isEmpty() ? shown : path + "." + shown;
  }

  private static String plain(double value) {
    return Double.isInfinite(value)
        ? "infinity"
        : BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }
}
