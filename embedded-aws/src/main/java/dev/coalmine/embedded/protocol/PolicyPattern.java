package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.text.StarPattern;

/**
 * The patterns of IAM policies: * matches any characters, ? one character (IAM user guide, "Using
 * wildcards").
 */
public final class PolicyPattern {
  private PolicyPattern() {}

  /** Whether a text matches. */
  public static boolean matches(String pattern, String text) {
    return StarPattern.matches(pattern.chars().map(PolicyPattern::sign).toArray(), text);
  }

  private static int sign(int c) {
    return switch (c) {
      case '*' -> StarPattern.ANY_TEXT;
      case '?' -> StarPattern.ANY_CHARACTER;
      default -> c;
    };
  }
}
