package dev.coalmine.report;

/** Formats a request for people: JSON with a line for each value. Other text stays as it is. */
final class RequestText {
  private RequestText() {}

  static String of(String request) {
    String text = request.strip();
    if (!text.startsWith("{") && !text.startsWith("[")) {
      return request;
    }
    StringBuilder out = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        out.append(c);
        if (c == '\\' && i + 1 < text.length()) {
          out.append(text.charAt(++i));
        }
        quoted = c != '"';
        continue;
      }
      switch (c) {
        case '"' -> {
          quoted = true;
          out.append(c);
        }
        case '{', '[' -> {
          out.append(c);
          int end = skip(text, i + 1);
          if (end < text.length() && (text.charAt(end) == '}' || text.charAt(end) == ']')) {
            out.append(text.charAt(end));
            i = end;
          } else {
            line(out, ++depth);
          }
        }
        case '}', ']' -> {
          line(out, --depth);
          out.append(c);
        }
        case ',' -> {
          out.append(c);
          line(out, depth);
        }
        case ':' -> out.append(": ");
        case ' ', '\n', '\r', '\t' -> {}
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  private static int skip(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static void line(StringBuilder out, int depth) {
    out.append('\n').append("  ".repeat(Math.max(0, Math.min(depth, 40))));
  }
}
