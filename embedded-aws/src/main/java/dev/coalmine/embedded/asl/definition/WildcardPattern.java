package dev.coalmine.embedded.asl.definition;

import dev.coalmine.embedded.text.StarPattern;
import java.util.stream.IntStream;

/** The patterns of StringMatches: * matches any characters, \* a star, \\ a backslash. */
final class WildcardPattern {
  private WildcardPattern() {}

  static boolean matches(Object value, Object pattern) {
    return value instanceof String text && StarPattern.matches(signs((String) pattern), text);
  }

  private static int[] signs(String pattern) {
    IntStream.Builder signs = IntStream.builder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        signs.add(pattern.charAt(++i));
      } else {
        signs.add(c == '*' ? StarPattern.ANY_TEXT : c);
      }
    }
    return signs.build().toArray();
  }
}
