package dev.coalmine.embedded.asl.definition;

import java.util.regex.Pattern;

/** The patterns of StringMatches: * matches any characters, \* a star, \\ a backslash. */
final class WildcardPattern {
  private WildcardPattern() {}

  static boolean matches(Object value, Object pattern) {
    return value instanceof String text && regex((String) pattern).matcher(text).matches();
  }

  private static Pattern regex(String pattern) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      if (c == '*') {
        regex.append(".*");
        continue;
      }
      boolean escape = c == '\\' && i + 1 < pattern.length();
      regex.append(Pattern.quote(String.valueOf(escape ? pattern.charAt(++i) : c)));
    }
    return Pattern.compile(regex.toString(), Pattern.DOTALL);
  }
}
