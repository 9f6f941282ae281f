package dev.coalmine.cli.fuzz;

import dev.coalmine.embedded.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Makes bad JSON of good samples: values of other types, nulls, numbers that no type holds, deep
 * nesting, long texts, control characters, fields twice, unknown, renamed or missing, and text that
 * is no JSON at all. The same seed makes the same text.
 */
final class HostileJson {
  /** Texts that some reader could take for more than text. */
  static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\u0000",
          "x\u001b]0;PWNED\u0007\r\nFAKE  outcome: PROMOTED",
          "\u202eRTL\u200b\u2028",
          "\ud83d",
          "%s%n%d",
          "${jndi:ldap://127.0.0.1/x}",
          "$.latest.release",
          "../../../etc/passwd",
          "<script>alert(1)</script>",
          "$LATEST",
          "-1",
          "1e9",
          "NaN",
          "٣",
          "true",
          "null",
          "PT-1S",
          "P9999999999D",
          "PT9223372036854775807S",
          "2026-13-45T99:99:99Z",
          "+1000000000-12-31T23:59:59Z",
          "arn:aws:lambda:us-east-1:000000000000:function:orders",
          "arn:aws:lambda:us-east-1:000000000000:function:orders:live",
          "arn:aws:states:::",
          "Canary10Percent5Minutes",
          "a".repeat(300),
          "é".repeat(70_000),
          "A-".repeat(20_000) + "!");

  /** Values as they are written. */
  private static final List<String> TOKENS =
      List.of(
          "null",
          "true",
          "0",
          "-0.0",
          "-1",
          "0.5",
          "101",
          "2147483648",
          "9223372036854775808",
          "1e400",
          "-1e400",
          "1e-400",
          "1e999999999",
          "9".repeat(990),
          "NaN",
          "Infinity",
          "[]",
          "{}",
          "[null]",
          "{\"\": null}",
          "[[[[[[{\"a\": [1]}]]]]]]",
          "[".repeat(400) + "]".repeat(400),
          "[".repeat(5_000) + "]".repeat(5_000),
          "{\"a\":".repeat(450) + "1" + "}".repeat(450),
          "[" + "1,".repeat(3_000) + "1]");

  private final Random random;

  HostileJson(long seed) {
    this.random = new Random(seed);
  }

  /** A value as it is written, in a tree. */
  private record Token(String text) {}

  /** A sample with one to three changes. */
  String text(String sample) {
    Object tree = Json.parse(sample);
    int changes = 1 + random.nextInt(3);
    for (int i = 0; i < changes; i++) {
      tree = change(tree);
    }
    String text = write(tree);
    return random.nextInt(12) == 0 ? garble(text) : text;
  }

  /** One of the texts. */
  String word() {
    return TEXTS.get(random.nextInt(TEXTS.size()));
  }

  /** One of several. */
  <T> T oneOf(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  /** A whole number from 0. */
  int below(int most) {
    return random.nextInt(most);
  }

  private Object change(Object tree) {
    if (random.nextInt(4) > 0 && tree instanceof Map<?, ?> map && !map.isEmpty()) {
      return changeIn(map);
    }
    if (random.nextInt(4) > 0 && tree instanceof List<?> list && !list.isEmpty()) {
      List<Object> copy = new ArrayList<>(list);
      int at = random.nextInt(copy.size());
      copy.set(at, change(copy.get(at)));
      return copy;
    }
    return value();
  }

  private Object changeIn(Map<?, ?> map) {
    Map<Object, Object> copy = new LinkedHashMap<>(map);
    Object name = new ArrayList<>(copy.keySet()).get(random.nextInt(copy.size()));
    switch (random.nextInt(8)) {
      case 0 -> copy.remove(name);
      case 1 -> copy.put(word(), copy.remove(name));
      case 2 -> copy.put(word(), value());
      case 3 -> copy.put(new Token(Json.toText(name)), value()); // the same field twice
      default -> copy.put(name, change(copy.get(name)));
    }
    return copy;
  }

  private Object value() {
    return random.nextInt(3) == 0 ? word() : new Token(oneOf(TOKENS));
  }

  private String garble(String text) {
    return switch (random.nextInt(5)) {
      case 0 -> text.substring(0, random.nextInt(text.length()));
      case 1 -> text + " " + text;
      case 2 -> "\ufeff" + text;
      case 3 -> text.replaceFirst(":", "\u0000:");
      default -> text.replaceFirst("\"", "'");
    };
  }

  private static String write(Object tree) {
    if (tree instanceof Token token) {
      return token.text();
    }
    StringBuilder text = new StringBuilder();
    if (tree instanceof Map<?, ?> map) {
      map.forEach(
          (name, value) ->
              text.append(text.isEmpty() ? "" : ", ")
                  .append(name instanceof Token ? write(name) : Json.toText(name))
                  .append(": ")
                  .append(write(value)));
      return "{" + text + "}";
    }
    if (tree instanceof List<?> list) {
      list.forEach(one -> text.append(text.isEmpty() ? "" : ", ").append(write(one)));
      return "[" + text + "]";
    }
    return Json.toText(tree);
  }
}
