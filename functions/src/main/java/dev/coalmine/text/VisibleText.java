package dev.coalmine.text;

/**
 * Shows text that came from outside. Characters that act on a terminal, begin a line, turn the
 * direction of text or take no room are shown by their number, as JSON writes them: {@code \u001b}.
 * The result is one line. Shown text is its own result.
 *
 * @see <a href="https://www.unicode.org/reports/tr36/">Unicode Technical Report 36</a>
 */
public final class VisibleText {
  /** Letters and marks without a picture; Unicode lists them as ignorable by default. */
  private static final String BLANK_LETTERS = "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0";

  private VisibleText() {}

  /** The text with each invisible character by its number; null is shown as {@code null}. */
  public static String of(String text) {
    String given = String.valueOf(text);
    return given.codePoints().allMatch(VisibleText::isVisible) ? given : escape(given);
  }

  private static String escape(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isVisible(c)) {
                shown.appendCodePoint(c);
              } else {
                for (char unit : Character.toChars(c)) {
                  shown.append("\\u%04x".formatted((int) unit));
                }
              }
            });
    return shown.toString();
  }

  /** Whether a character is seen, and does nothing else. */
  public static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> BLANK_LETTERS.indexOf(c) < 0;
    };
  }
}
