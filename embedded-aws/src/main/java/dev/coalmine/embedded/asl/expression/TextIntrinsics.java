package dev.coalmine.embedded.asl.expression;

import dev.coalmine.embedded.json.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Set;
import java.util.StringTokenizer;
import java.util.UUID;

/** Intrinsic functions with text arguments or results. */
final class TextIntrinsics {
  private static final Set<String> ALGORITHMS =
      Set.of("MD5", "SHA-1", "SHA-256", "SHA-384", "SHA-512");

  /** The maximum characters for States.Hash and the Base64 functions (Step Functions guide). */
  private static final int MAX_CHARACTERS = 10_000;

  private TextIntrinsics() {}

  static Object format(IntrinsicFunction.IntrinsicArguments given) {
    String template = given.string(0);
    StringBuilder out = new StringBuilder();
    int next = 1;
    for (int i = 0; i < template.length(); i++) {
      char c = template.charAt(i);
      if (c == '\\' && i + 1 < template.length()) {
        out.append(template.charAt(++i));
      } else if (c == '{' && template.startsWith("{}", i)) {
        out.append(shown(given, next++));
        i++;
      } else if (c == '{' || c == '}') {
        throw new IllegalArgumentException("a single '" + c + "' must be escaped with a backslash");
      } else {
        out.append(c);
      }
    }
    if (next != given.values().size()) {
      throw new IllegalArgumentException(
          (next - 1) + " placeholders but " + (given.values().size() - 1) + " arguments");
    }
    return out.toString();
  }

  // Step Functions also writes objects and arrays as {a=1, b=[]} (recorded behaviour).
  private static String shown(IntrinsicFunction.IntrinsicArguments given, int index) {
    if (index >= given.values().size()) {
      throw new IllegalArgumentException("more placeholders than arguments");
    }
    return String.valueOf(given.value(index));
  }

  // Blank text is null (recorded behaviour).
  static Object stringToJson(IntrinsicFunction.IntrinsicArguments given) {
    String text = given.string(0);
    return text.isBlank() ? null : JsonTrees.freeze(Json.parse(text));
  }

  // Every character of the second argument separates, and empty pieces are dropped (recorded
  // behaviour).
  static Object split(IntrinsicFunction.IntrinsicArguments given) {
    return Collections.list(new StringTokenizer(given.string(0), given.string(1))).stream()
        .map(Object.class::cast)
        .toList();
  }

  static Object base64Encode(IntrinsicFunction.IntrinsicArguments given) {
    return Base64.getEncoder().encodeToString(bytes(given.string(0)));
  }

  static Object base64Decode(IntrinsicFunction.IntrinsicArguments given) {
    return new String(Base64.getDecoder().decode(bytes(given.string(0))), StandardCharsets.UTF_8);
  }

  static Object hash(IntrinsicFunction.IntrinsicArguments given) {
    String algorithm = given.string(1);
    if (!ALGORITHMS.contains(algorithm)) {
      throw new IllegalArgumentException("unknown hash algorithm " + algorithm);
    }
    Object data = given.value(0);
    byte[] bytes = bytes(data instanceof String text ? text : Json.toText(data));
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Object uuid(IntrinsicFunction.IntrinsicArguments given) {
    long high = (given.random().nextLong() & ~0xF000L) | 0x4000L;
    long low = (given.random().nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  private static byte[] bytes(String text) {
    if (text.length() > MAX_CHARACTERS) {
      throw new IllegalArgumentException(
          "%d characters exceed the limit of %d".formatted(text.length(), MAX_CHARACTERS));
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
