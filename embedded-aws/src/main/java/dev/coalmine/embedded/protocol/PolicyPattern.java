package dev.coalmine.embedded.protocol;

/**
 * The patterns of IAM policies: * matches any characters, ? one character (IAM user guide, "Using
 * wildcards").
 */
public final class PolicyPattern {
  private PolicyPattern() {}

  /**
   * Whether a text matches. What is before the last star that was met is matched already, as early
   * as possible, so the time is at most the product of both lengths.
   */
  public static boolean matches(String pattern, String text) {
    int star = -1;
    int retry = 0;
    int p = 0;
    int t = 0;
    while (t < text.length()) {
      char wanted = p < pattern.length() ? pattern.charAt(p) : '\0';
      if (wanted == '*') {
        star = ++p;
        retry = t;
      } else if (p < pattern.length() && (wanted == '?' || wanted == text.charAt(t))) {
        p++;
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
}
