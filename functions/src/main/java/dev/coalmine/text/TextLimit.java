package dev.coalmine.text;

/** Limits the length of texts. */
public final class TextLimit {
  /**
   * The most characters of an exception's message: Step Functions keeps 32,768 characters of the
   * message and the stack trace together.
   */
  public static final int LONGEST_MESSAGE = 8_000;

  private TextLimit() {}

  /** The text, or its beginning and an ellipsis: at most {@code longest} characters. */
  public static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
