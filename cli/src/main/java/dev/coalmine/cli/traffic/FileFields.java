package dev.coalmine.cli.traffic;

import dev.coalmine.text.Quote;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The fields of one object of a file that a person wrote. Each fault is collected with its path,
 * and reading goes on with a default.
 *
 * @param path of the object; empty for the whole file
 * @param values by name
 * @param faults the collected faults
 */
public record FileFields(String path, Map<?, ?> values, List<String> faults) {

  /** The whole file. */
  public static FileFields root(Object tree, List<String> faults) {
    if (tree instanceof Map<?, ?> map) {
      return new FileFields("", map, faults);
    }
    faults.add("must be a JSON object, not " + Quote.of(tree));
    return new FileFields("", Map.of(), faults);
  }

  /** Reports every field of another name. */
  public void allowOnly(String... names) {
    for (Object name : values.keySet()) {
      if (!List.of(names).contains(name)) {
        faults.add(
            at((String) name) + ": unknown field; the fields are " + String.join(", ", names));
      }
    }
  }

  public boolean has(String name) {
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

  /**
   * A text, or a whole number as text.
   *
   * @param pattern what it must match
   * @param meaning what it must be, in words
   * @return the text; empty if the field is missing or faulty
   */
  public String text(String name, String pattern, String meaning) {
    return has(name) ? text(at(name), values.get(name), pattern, meaning) : "";
  }

  private String text(String at, Object value, String pattern, String meaning) {
    boolean plain = value instanceof String || value instanceof Integer || value instanceof Long;
    if (plain && String.valueOf(value).matches(pattern)) {
      return String.valueOf(value);
    }
    faults.add(at + ": must be " + meaning + ", not " + Quote.of(value));
    return "";
  }

  /** An array of such texts; without the faulty ones. */
  public List<String> texts(String name, String pattern, String meaning) {
    List<String> texts = new ArrayList<>();
    if (values.get(name) instanceof List<?> elements) {
      for (int i = 0; i < elements.size(); i++) {
        texts.add(text(at(name) + "[" + i + "]", elements.get(i), pattern, meaning));
      }
    } else {
      require(!has(name), name, "must be an array, not " + Quote.of(values.get(name)));
    }
    texts.removeIf(String::isEmpty);
    return texts;
  }

  /** An object whose fields are such texts; without the faulty ones. */
  public Map<String, String> textFields(String name, String pattern, String meaning) {
    FileFields object = fields(name);
    Map<String, String> texts = new LinkedHashMap<>();
    for (Object key : object.values.keySet()) {
      texts.put((String) key, object.text((String) key, pattern, meaning));
    }
    texts.values().removeIf(String::isEmpty);
    return texts;
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
  public FileFields fields(String name) {
    return object(at(name), values.get(name), has(name));
  }

  /** The objects of an array; none if the field is missing. */
  public List<FileFields> list(String name) {
    List<FileFields> list = new ArrayList<>();
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
  public void forEachObject(BiConsumer<String, FileFields> action) {
    values.keySet().forEach(name -> action.accept((String) name, fields((String) name)));
  }

  public void require(boolean holds, String name, String otherwise) {
    if (!holds) {
      faults.add(at(name) + ": " + otherwise);
    }
  }

  private FileFields object(String at, Object value, boolean given) {
    if (value instanceof Map<?, ?> map) {
      return new FileFields(at, map, faults);
    }
    if (given) {
      faults.add(at + ": must be an object, not " + Quote.of(value));
    }
    return new FileFields(at, Map.of(), faults);
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
