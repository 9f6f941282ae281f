package dev.coalmine.embedded.json;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamLocation;
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

  /** Jackson adds where an object or list began, but without its source and often without place. */
  private static final Pattern BEGIN = Pattern.compile(" \\(start marker at \\[[^]]*]\\)");

  private Json() {}

  /**
   * Reads any JSON value. Objects keep the order of their fields.
   *
   * @throws IllegalArgumentException if the text is not one JSON value
   */
  public static Object parse(String text) {
    try (JsonParser parser = JR.createParser(text)) {
      Object tree = JR.anyFrom(parser);
      requireEnd(parser); // jackson-jr ignores the rest
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
      requireEnd(parser);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(notJson(e), e);
    }
  }

  /**
   * Checks that nothing follows the value that was read.
   *
   * @throws IllegalArgumentException if more follows
   */
  public static void requireEnd(JsonParser parser) {
    if (parser.nextToken() != null) {
      throw new IllegalArgumentException(
          "not JSON: text follows the first value" + place(parser.currentTokenLocation()));
    }
  }

  /**
   * What is wrong, and where. The message can name a field that is as long as the text.
   *
   * @return one sentence that begins with {@code not JSON: }
   */
  public static String notJson(JacksonException fault) {
    String why = BEGIN.matcher(String.valueOf(fault.getOriginalMessage())).replaceAll("");
    return "not JSON: "
        + why.substring(0, Math.min(LONGEST, why.length()))
        + place(fault.getLocation());
  }

  private static String place(TokenStreamLocation at) {
    return at == null || at.getLineNr() < 1
        ? ""
        : " (line %d, column %d)".formatted(at.getLineNr(), at.getColumnNr());
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
