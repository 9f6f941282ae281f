package dev.coalmine.embedded.text;

/** Patterns with a star for any characters. Each dialect reads its own signs and escapes. */
public final class StarPattern {
  /** Any characters, or none. */
  public static final int ANY_TEXT = -1;

  /** Any one character. */
  public static final int ANY_CHARACTER = -2;

  private StarPattern() {}

  /**
   * Whether a text matches. What is before the last star that was met is matched already, as early
   * as possible, so a mismatch only moves what follows that star: the time is at most the product
   * of both lengths.
   *
   * @param pattern characters, {@link #ANY_TEXT} and {@link #ANY_CHARACTER}
   */
  public static boolean matches(int[] pattern, String text) {
    int star = -1;
    int retry = 0;
    int p = 0;
    int t = 0;
    while (t < text.length()) {
      if (p < pattern.length && pattern[p] == ANY_TEXT) {
        star = ++p;
        retry = t;
      } else if (p < pattern.length && isMet(pattern[p], text.charAt(t))) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star;
        t = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length && pattern[p] == ANY_TEXT) {
      p++;
    }
    return p == pattern.length;
  }

  private static boolean isMet(int wanted, char found) {
    return wanted == ANY_CHARACTER || wanted == found;
  }
}
