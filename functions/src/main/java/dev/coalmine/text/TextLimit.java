package dev.coalmine.text;

/** Limits the length of texts. */
public final class TextLimit {
  /**
   * The most characters of an exception's message: Step Functions keeps 32,768 characters of the
   * message and the stack trace together.
   */
  public static final int LONGEST_MESSAGE = 8_000;

  private TextLimit() {}

  /**
   * The text, or its beginning and an ellipsis: at most {@code longest} characters. It never ends
   * in half a character of two.
   */
  public static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = longest - 1;
    boolean splits = end > 0 && Character.isHighSurrogate(text.charAt(end - 1));
    return text.substring(0, splits ? end - 1 : end) + "…";
  }
}
