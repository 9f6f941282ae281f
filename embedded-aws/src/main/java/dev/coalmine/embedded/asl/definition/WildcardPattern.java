package dev.coalmine.embedded.asl.definition;

/** The patterns of StringMatches: * matches any characters, \* a star, \\ a backslash. */
final class WildcardPattern {
  private final String pattern;
  private final String text;

  private WildcardPattern(String pattern, String text) {
    this.pattern = pattern;
    this.text = text;
  }

  static boolean matches(Object value, Object pattern) {
    return value instanceof String text && new WildcardPattern((String) pattern, text).matches();
  }

  /**
   * What is before the last star that was met is matched already, as early as possible, so a
   * mismatch only moves what follows that star: the time is at most the product of both lengths.
   */
  private boolean matches() {
    int star = -1;
    int retry = 0;
    int p = 0;
    int t = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = ++p;
        retry = t;
      } else if (p < pattern.length() && text.charAt(t) == literal(p)) {
        p = after(p);
        t++;
      } else if (star >= 0) {
        p = star;
        t = ++retry;
      } else {
        return false;
      }
    }
    return pattern.substring(p).chars().allMatch(c -> c == '*');
  }

  private boolean isEscape(int at) {
    return pattern.charAt(at) == '\\' && at + 1 < pattern.length();
  }

  private char literal(int at) {
    return pattern.charAt(isEscape(at) ? at + 1 : at);
  }

  private int after(int at) {
    return isEscape(at) ? at + 2 : at + 1;
  }
}
