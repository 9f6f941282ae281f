package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.json.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a JSON request. A null field counts as absent. A field of another type is refused,
 * as AWS's deserialisers refuse it.
 *
 * @param tree the fields as sent
 */
public record JsonFields(Map<String, Object> tree) {

  /**
   * Reads the body of a request. An empty body has no fields.
   *
   * @throws AwsError SerializationException if it is not a JSON object
   */
  public static JsonFields of(byte[] body) {
    try {
      return new JsonFields(Json.parseObject(body));
    } catch (IllegalArgumentException e) {
      throw new AwsError(
          400, "SerializationException", "Could not parse request body: " + e.getMessage());
    }
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether a field is present and not null. */
  public boolean has(String name) {
    return tree.get(name) != null;
  }

  /** A text field, or the empty string when it is absent. */
  public String text(String name) {
    return read(name, String.class, "");
  }

  /** A boolean field, or false when it is absent. */
  public boolean flag(String name) {
    return read(name, Boolean.class, false);
  }

  /** A number field without its fraction, or the default when it is absent. */
  public int number(String name, int defaultValue) {
    return read(name, Number.class, defaultValue).intValue();
  }

  /** An object field, or an empty object when it is absent. */
  public JsonFields object(String name) {
    return new JsonFields(new JsonView(read(name, Map.class, Map.of())).object());
  }

  /** The elements of a list field, or an empty list when it is absent. */
  public List<Object> list(String name) {
    return new JsonView(read(name, List.class, List.of())).list();
  }

  /**
   * Reads an element of a list.
   *
   * @param label names the element in the refusal of anything but an object
   */
  public static JsonFields ofElement(Object element, String label) {
    return new JsonFields(Collections.singletonMap(label, element)).object(label);
  }

  /** Those of the named fields that are present, as sent. */
  public Map<String, Object> select(List<String> names) {
    Map<String, Object> present = new LinkedHashMap<>();
    for (String name : names) {
      if (has(name)) {
        present.put(name, tree.get(name));
      }
    }
    return present;
  }

  private <T> T read(String name, Class<T> type, T defaultValue) {
    Object value = tree.get(name);
    if (value == null) {
      return defaultValue;
    }
    if (!type.isInstance(value)) {
      throw new AwsError(
          400, "SerializationException", "field " + name + " cannot be read from " + value);
    }
    return type.cast(value);
  }
}
