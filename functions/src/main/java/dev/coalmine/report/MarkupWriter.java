package dev.coalmine.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes a page element by element. Whatever is text stays text: this is the one place where it is
 * escaped, and the one place where a tag can come from. What it writes is HTML and XML at once.
 */
final class MarkupWriter {
  private final StringBuilder out = new StringBuilder();
  private final Deque<String> open = new ArrayDeque<>();

  /**
   * Begins an element.
   *
   * @param attributes names and values by turns
   */
  MarkupWriter open(String tag, Object... attributes) {
    start(tag, attributes).append('>');
    open.push(tag);
    return this;
  }

  /** Ends the element that was begun last. */
  MarkupWriter close() {
    out.append("</").append(open.pop()).append('>');
    return this;
  }

  /** An element without content. */
  MarkupWriter leaf(String tag, Object... attributes) {
    start(tag, attributes).append("/>");
    return this;
  }

  /** An element with nothing but text. */
  MarkupWriter element(String tag, String text, Object... attributes) {
    return open(tag, attributes).text(text).close();
  }

  MarkupWriter text(String text) {
    escape(text, false);
    return this;
  }

  /** A style sheet of our own, which has no characters to escape. */
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

  /** Neither control nor half a character, nor one that turns round the order of what follows. */
  private static boolean isPlain(int c) {
    boolean turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    boolean control = (c < 0x20 && c != '\t') || (c >= 0x7F && c < 0xA0);
    boolean half = c >= 0xD800 && c <= 0xDFFF;
    return !turns && !control && !half && c != 0xFFFE && c != 0xFFFF;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
