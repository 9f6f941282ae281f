package dev.coalmine.document;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Parses JSON text to the same maps, lists and values as jackson-jr, without its hundreds of
 * classes: a whole number is an Integer or a Long, any other one a Double, and objects keep the
 * order of their fields. Text that is not JSON, and JSON that is unusual, is left to jackson-jr.
 */
final class TreeParser {
  private static final int DEEPEST = 100;

  /** More digits may be no long; more characters of a fraction are no double that was written. */
  private static final int MOST_DIGITS = 18;

  private static final int LONGEST_NUMBER = 40;

  private final String text;
  private int at;

  private TreeParser(String text) {
    this.text = text;
  }

  /**
   * The tree of a text.
   *
   * @throws UnusualJsonException if it is left to jackson-jr
   */
  static Object parse(String text) {
    TreeParser parser = new TreeParser(text);
    Object tree = parser.value(0);
    if (parser.peek() != 0 || parser.at < text.length()) {
      throw parser.unusual();
    }
    return tree;
  }

  private UnusualJsonException unusual() {
    return new UnusualJsonException("unusual JSON at " + at);
  }

  /** The next character that is not white space; 0 at the end. */
  private char peek() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
        return c;
      }
      at++;
    }
    return 0;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw unusual();
    }
    at++;
  }

  private boolean skip(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  private Object value(int depth) {
    if (depth > DEEPEST) {
      throw unusual();
    }
    return switch (peek()) {
      case '{' -> object(depth);
      case '[' -> list(depth);
      case '"' -> string();
      case 't' -> literal("true", true);
      case 'f' -> literal("false", false);
      case 'n' -> literal("null", null);
      default -> number();
    };
  }

  private Map<String, Object> object(int depth) {
    Map<String, Object> fields = new LinkedHashMap<>();
    expect('{');
    if (skip('}')) {
      return fields;
    }
    do {
      peek();
      String name = string();
      expect(':');
      if (fields.containsKey(name)) {
        throw unusual();
      }
      fields.put(name, value(depth + 1));
    } while (skip(','));
    expect('}');
    return fields;
  }

  private List<Object> list(int depth) {
    List<Object> items = new ArrayList<>();
    expect('[');
    if (skip(']')) {
      return items;
    }
    do {
      items.add(value(depth + 1));
    } while (skip(','));
    expect(']');
    return items;
  }

  private Object literal(String word, Object value) {
    if (!text.startsWith(word, at)) {
      throw unusual();
    }
    at += word.length();
    return value;
  }

  private String string() {
    expect('"');
    int start = at;
    for (; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '"') {
        return text.substring(start, at++);
      }
      if (c == '\\') {
        return escaped(start);
      }
      if (c < ' ') {
        throw unusual();
      }
    }
    throw unusual();
  }

  private String escaped(int start) {
    StringBuilder string = new StringBuilder(text.length() - start < 80 ? 80 : 160);
    string.append(text, start, at);
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return string.toString();
      }
      if (c < ' ') {
        throw unusual();
      }
      string.append(c == '\\' ? unescaped() : c);
    }
    throw unusual();
  }

  private char unescaped() {
    char c = at < text.length() ? text.charAt(at++) : 0;
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unit();
      default -> throw unusual();
    };
  }

  private char unit() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length() ? hexDigit(text.charAt(at++)) : -1;
      if (digit < 0) {
        throw unusual();
      }
      unit = unit * 16 + digit;
    }
    return (char) unit;
  }

  private static int hexDigit(char c) {
    return c < 128 ? Character.digit(c, 16) : -1; // no digits of other scripts
  }

  private Number number() {
    int start = at;
    boolean negative = skip('-');
    int first = at;
    digits();
    boolean whole = at == text.length() || ".eE".indexOf(text.charAt(at)) < 0;
    if (at - first > 1 && text.charAt(first) == '0') {
      throw unusual();
    }
    return whole ? whole(first, negative) : fraction(start);
  }

  private void digits() {
    int first = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == first) {
      throw unusual();
    }
  }

  private Number whole(int first, boolean negative) {
    if (at - first > MOST_DIGITS) {
      throw unusual();
    }
    long number = 0;
    for (int i = first; i < at; i++) {
      number = number * 10 + (text.charAt(i) - '0');
    }
    number = negative ? -number : number;
    return number == (int) number ? (Number) (int) number : (Number) number;
  }

  private Double fraction(int start) {
    if (text.charAt(at) == '.') {
      at++;
      digits();
    }
    if (at < text.length() && (text.charAt(at) | 0x20) == 'e') {
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      digits();
    }
    double number = at - start > LONGEST_NUMBER ? Double.NaN : parse(start);
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw unusual();
    }
    return number;
  }

  private double parse(int start) {
    return Double.parseDouble(text.substring(start, at));
  }
}
