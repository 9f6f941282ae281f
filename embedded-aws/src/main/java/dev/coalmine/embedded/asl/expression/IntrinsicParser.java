package dev.coalmine.embedded.asl.expression;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses a call of an intrinsic function, nested calls included. */
final class IntrinsicParser {
  /** Step Functions developer guide, "Intrinsic functions": so many may be nested. */
  private static final int DEEPEST = 10;

  private static final Pattern NAME = Pattern.compile("States\\.\\w+");
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern WORD = Pattern.compile("true|false|null");

  private final String text;
  private int at;
  private int depth;

  IntrinsicParser(String text) {
    this.text = text;
  }

  /**
   * Parses the whole text as one call.
   *
   * @throws IllegalArgumentException with the reason and its position
   */
  Expression whole() {
    Expression call = call();
    skipSpace();
    if (at < text.length()) {
      throw error("text follows the call");
    }
    return call;
  }

  private Expression call() {
    int start = at;
    String name = take(NAME);
    if (name.isEmpty()) {
      throw error("expected the name of a function");
    }
    IntrinsicFunction function = IntrinsicFunction.named(name);
    if (++depth > DEEPEST) {
      throw error("more than " + DEEPEST + " functions are nested");
    }
    List<Expression> arguments = arguments();
    depth--;
    function.checkArguments(arguments.size());
    return new IntrinsicCall(text.substring(start, at), function, arguments);
  }

  private List<Expression> arguments() {
    expect('(');
    List<Expression> arguments = new ArrayList<>();
    skipSpace();
    if (peek() == ')') {
      at++;
      return arguments;
    }
    arguments.add(argument());
    while (peek() == ',') {
      at++;
      arguments.add(argument());
    }
    expect(')');
    return arguments;
  }

  private Expression argument() {
    skipSpace();
    Expression argument =
        switch (peek()) {
          case '\'' -> quoted();
          case '$' -> PathExpression.parse(pathText());
          case 'S' -> call();
          default -> plain();
        };
    skipSpace();
    return argument;
  }

  private Literal plain() {
    String word = take(WORD);
    if (!word.isEmpty()) {
      return new Literal(word.equals("null") ? null : Boolean.valueOf(word), "");
    }
    String number = take(NUMBER);
    if (number.isEmpty()) {
      throw error("expected an argument");
    }
    return new Literal(number(number), "");
  }

  private static Number number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return new BigDecimal(text);
    }
  }

  private Literal quoted() {
    int start = ++at;
    StringBuilder value = new StringBuilder();
    while (peek() != '\'') {
      if (peek() == '\\') {
        at++;
        if ("'{}\\".indexOf(peek()) < 0) {
          throw error("a backslash escapes only ', {, } and \\");
        }
      }
      if (at >= text.length()) {
        throw error("expected a closing '");
      }
      value.append(text.charAt(at++));
    }
    return new Literal(value.toString(), text.substring(start, at++));
  }

  // The text up to the comma or parenthesis that belongs to the call instead of the path.
  private String pathText() {
    int start = at;
    int depth = 0;
    boolean quoted = false;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\'') {
        quoted = !quoted;
      } else if (!quoted && depth == 0 && (c == ',' || c == ')')) {
        break;
      } else if (!quoted) {
        depth += "([".indexOf(c) >= 0 ? 1 : ")]".indexOf(c) >= 0 ? -1 : 0;
      }
      at++;
    }
    return text.substring(start, at).strip();
  }

  private String take(Pattern pattern) {
    Matcher matcher = pattern.matcher(text).region(at, text.length());
    if (!matcher.lookingAt()) {
      return "";
    }
    at = matcher.end();
    return matcher.group();
  }

  private void expect(char c) {
    skipSpace();
    if (peek() != c) {
      throw error("expected '" + c + "'");
    }
    at++;
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private void skipSpace() {
    while (peek() == ' ') {
      at++;
    }
  }

  private IllegalArgumentException error(String what) {
    return new IllegalArgumentException(
        "intrinsic function \"%s\": %s at character %d".formatted(text, what, at + 1));
  }
}
