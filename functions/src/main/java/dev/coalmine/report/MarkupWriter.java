package dev.coalmine.report;

import dev.coalmine.text.VisibleText;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes a page element by element. All tags are written here, and all text is escaped here. The
 * result is both HTML and XML.
 */
final class MarkupWriter {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Opens an element.
   *
   * @param attributes names and values in turn
   */
  MarkupWriter open(String tag, Object... attributes) {
    start(tag, attributes).append('>');
    open.push(tag);
    return this;
  }

  /** Closes the element that was opened last. */
  MarkupWriter close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** Writes an element without content. */
  MarkupWriter leaf(String tag, Object... attributes) {
    start(tag, attributes).append("/>");
    return this;
  }

  /** Writes an element that contains text. */
  MarkupWriter element(String tag, String text, Object... attributes) {
    return open(tag, attributes).text(text).close();
  }

  MarkupWriter text(String text) {
    escape(text, false);
    return this;
  }

  /** Writes one of our style sheets, which have no characters to escape. */
  MarkupWriter style(String css) {
    out.append("<style>").append(css).append("</style>");
    return this;
  }

  private StringBuilder start(String tag, Object... attributes) {
    out.append('<').append(tag);
    for (int i = 0; i < attributes.length; i += 2) {
      out.append(' ').append(attributes[i]).append("=\"");
      escape(String.valueOf(attributes[i + 1]), true);
      out.append('"');
    }
    return out;
  }

  private void escape(String text, boolean quoted) {
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append(quoted ? "&quot;" : "\"");
                case '\n' -> out.append(quoted ? "&#10;" : "\n");
                default -> out.appendCodePoint(isPlain(c) ? c : 0xFFFD);
              }
            });
  }

  /** Whether a character may be shown; XML knows neither of the last two. */
  private static boolean isPlain(int c) {
    return (VisibleText.isVisible(c) || c == '\n' || c == '\t') && c != 0xFFFE && c != 0xFFFF;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
