package dev.coalmine.embedded.json;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.jr.ob.JSON;

/** Converts JSON text to plain trees (Map, List, String, Number, Boolean, null) and back. */
public final class Json {
  /**
   * Buffers are kept by thread: from the factory's own pool, jackson-jr takes one for each text
   * that it writes, and does not give it back.
   */
  private static final JSON JR =
      JSON.builder(JsonFactory.builder().recyclerPool(JsonRecyclerPools.threadLocalPool()).build())
          .enable(JSON.Feature.WRITE_NULL_PROPERTIES)
          .build();

  private static final int LONGEST = 200;

  private Json() {}

  /**
   * Reads any JSON value. Objects keep the order of their fields.
   *
   * @throws IllegalArgumentException if the text is not one JSON value
   */
  public static Object parse(String text) {
    try (JsonParser parser = JR.createParser(text)) {
      Object tree = JR.anyFrom(parser);
      if (parser.nextToken() != null) { // jackson-jr ignores the rest
        throw new IllegalArgumentException("not JSON: text follows the first value");
      }
      return tree;
    } catch (JacksonException e) {
      throw new IllegalArgumentException(notJson(e), e);
    }
  }

  /**
   * Checks that the text is one JSON value, without building a tree.
   *
   * @throws IllegalArgumentException if the text is not one JSON value
   */
  public static void validate(String text) {
    try (JsonParser parser = JR.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new IllegalArgumentException("not JSON: the input is empty");
      }
      parser.skipChildren();
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("not JSON: text follows the first value");
      }
    } catch (JacksonException e) {
      throw new IllegalArgumentException(notJson(e), e);
    }
  }

  /** The message can name a field that is as long as the text. */
  private static String notJson(JacksonException fault) {
    String why = String.valueOf(fault.getOriginalMessage());
    return "not JSON: " + why.substring(0, Math.min(LONGEST, why.length()));
  }

  /**
   * Reads a JSON object. Empty input is an empty object.
   *
   * @throws IllegalArgumentException if the bytes are not one JSON object
   */
  @SuppressWarnings("unchecked") // JSON object keys are strings
  public static Map<String, Object> parseObject(byte[] utf8) {
    if (utf8.length == 0) {
      return Map.of();
    }
    Object tree = parse(new String(utf8, StandardCharsets.UTF_8));
    if (tree instanceof Map<?, ?> map) {
      return (Map<String, Object>) map;
    }
    throw new IllegalArgumentException("not a JSON object");
  }

  /** Writes a tree as JSON text, nulls included. */
  public static String toText(Object tree) {
    return JR.asString(tree);
  }

  /** Writes a tree as JSON in UTF-8. */
  public static byte[] toBytes(Object tree) {
    return JR.asBytes(tree);
  }
}
