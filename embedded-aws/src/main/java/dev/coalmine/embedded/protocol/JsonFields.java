package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a JSON request. A null is as good as absent; a field of another type is refused, as
 * AWS's deserialisers do.
 *
 * @param tree what the client sent
 */
public record JsonFields(Map<String, Object> tree) {

  public static JsonFields of(byte[] body) {
    try {
      return new JsonFields(Json.parseObject(body));
    } catch (IllegalArgumentException e) {
      throw new AwsError(400, "SerializationException", "Could not parse request body: " + e);
    }
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public boolean has(String name) {
    return tree.get(name) != null;
  }

  /** A text, or the empty string. */
  public String text(String name) {
    return read(name, String.class, "");
  }

  public boolean flag(String name) {
    return read(name, Boolean.class, false);
  }

  public int number(String name, int otherwise) {
    return read(name, Number.class, otherwise).intValue();
  }

  /** An object inside, without fields when it is absent. */
  @SuppressWarnings("unchecked")
  public // the keys of a JSON object are strings
  JsonFields object(String name) {
    return new JsonFields((Map<String, Object>) read(name, Map.class, Map.of()));
  }

  @SuppressWarnings("unchecked")
  public // what is in the list is passed on, never used
  List<Object> list(String name) {
    return (List<Object>) read(name, List.class, List.of());
  }

  /** Of these fields those that are there, as they were sent. */
  public Map<String, Object> select(List<String> names) {
    Map<String, Object> given = new LinkedHashMap<>();
    for (String name : names) {
      if (has(name)) {
        given.put(name, tree.get(name));
      }
    }
    return given;
  }

  private <T> T read(String name, Class<T> type, T otherwise) {
    Object value = tree.get(name);
    if (value == null) {
      return otherwise;
    }
    if (!type.isInstance(value)) {
      throw new AwsError(
          400, "SerializationException", "field " + name + " cannot be read from " + value);
    }
    return type.cast(value);
  }
}
