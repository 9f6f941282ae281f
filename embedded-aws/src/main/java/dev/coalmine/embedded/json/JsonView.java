package dev.coalmine.embedded.json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * A lenient view of a JSON tree. A value that is absent or of another type reads as empty, and
 * nothing throws.
 *
 * @param tree the viewed value; null is JSON's null
 */
public record JsonView(Object tree) {
  /** The result of {@link #find} when there is no such place. */
  public static final Object MISSING = new Object();

  /** A view of JSON in UTF-8. Text that is not one JSON object reads as an empty object. */
  public static JsonView parse(byte[] utf8) {
    try {
      return new JsonView(Json.parseObject(utf8));
    } catch (IllegalArgumentException notAnObject) {
      return new JsonView(Map.of());
    }
  }

  public boolean isObject() {
    return tree instanceof Map;
  }

  /** A member of an object. */
  public JsonView get(String name) {
    return new JsonView(object().get(name));
  }

  /** The members of an object, in their order, without a copy. */
  @SuppressWarnings("unchecked") // JSON object keys are strings
  public Map<String, Object> object() {
    return tree instanceof Map ? (Map<String, Object>) tree : Map.of();
  }

  /** The elements of a list, without a copy. */
  @SuppressWarnings("unchecked") // any element type is an Object
  public List<Object> list() {
    return tree instanceof List ? (List<Object>) tree : List.of();
  }

  /** Views of the elements of a list. */
  public List<JsonView> items() {
    return list().stream().map(JsonView::new).toList();
  }

  /** A text. */
  public String text() {
    return tree instanceof String text ? text : "";
  }

  /**
   * The value at a place, or {@link #MISSING}.
   *
   * @param steps from the root: String for a member, Integer for a list index from 0
   */
  public Object find(List<Object> steps) {
    Object found = tree;
    for (Object step : steps) {
      JsonView at = new JsonView(found);
      if (step instanceof Integer index) {
        found = index < at.list().size() ? at.list().get(index) : MISSING;
      } else {
        found = at.object().getOrDefault(step, MISSING);
      }
    }
    return found;
  }

  /** A copy without the members of these names, at any depth, and with other leaves. */
  public Object copy(Set<String> without, UnaryOperator<Object> leaf) {
    if (tree instanceof Map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      object()
          .forEach(
              (name, value) -> {
                if (!without.contains(name)) {
                  copy.put(name, new JsonView(value).copy(without, leaf));
                }
              });
      return copy;
    }
    return tree instanceof List
        ? items().stream().map(item -> item.copy(without, leaf)).toList()
        : leaf.apply(tree);
  }

  /**
   * A copy whose member names begin in lower case.
   *
   * @param opaque lower-case names of members whose values are not copied
   */
  public Object lowerNames(Set<String> opaque) {
    if (tree instanceof Map) {
      Map<String, Object> copy = new LinkedHashMap<>();
      object()
          .forEach(
              (name, value) -> {
                String lower = lowerFirst(name);
                copy.put(
                    lower, opaque.contains(lower) ? value : new JsonView(value).lowerNames(opaque));
              });
      return copy;
    }
    return tree instanceof List
        ? items().stream().map(item -> item.lowerNames(opaque)).toList()
        : tree;
  }

  /** The name with its first letter in lower case. */
  public static String lowerFirst(String name) {
    return name.isEmpty()
        ? name
        : name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
