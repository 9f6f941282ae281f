package dev.coalmine.embedded.cloudwatch.metric;

import dev.coalmine.embedded.cloudwatch.metric.MetricMath.MathNode;
import dev.coalmine.embedded.cloudwatch.metric.MetricValue.ScalarValue;
import dev.coalmine.embedded.cloudwatch.metric.MetricValue.SeriesArray;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchErrors;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleBinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses metric math by recursive descent, loosest operators first. */
final class MetricMathParser {
  /**
   * The deepest nesting. An expression of AWS has 2,048 characters; its depth is not documented.
   */
  private static final int DEEPEST = 100;

  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(\\d+(?:\\.\\d*)?(?:[eE][-+]?\\d+)?|[A-Za-z][A-Za-z0-9_]*"
              + "|<=|>=|==|!=|&&|\\|\\||[-+*/^<>(),\\[\\]])\\s*");
  private static final List<Map<String, DoubleBinaryOperator>> LEVELS =
      List.of(
          Map.of("OR", truth((x, y) -> x != 0 || y != 0), "||", truth((x, y) -> x != 0 || y != 0)),
          Map.of("AND", truth((x, y) -> x != 0 && y != 0), "&&", truth((x, y) -> x != 0 && y != 0)),
          Map.of(
              "<", truth((x, y) -> x < y),
              "<=", truth((x, y) -> x <= y),
              ">", truth((x, y) -> x > y),
              ">=", truth((x, y) -> x >= y),
              "==", truth((x, y) -> x == y),
              "!=", truth((x, y) -> x != y)),
          Map.of("+", Double::sum, "-", (x, y) -> x - y),
          Map.of("*", (x, y) -> x * y, "/", (x, y) -> x / y),
          Map.of("^", Math::pow));

  private interface NumberTest {
    boolean holds(double x, double y);
  }

  private final String text;
  private final List<String> tokens;
  private final Set<String> ids = new LinkedHashSet<>();
  private int next;
  private int depth;

  MetricMathParser(String text) {
    this.text = text;
    this.tokens = tokens(text);
  }

  MetricMath parse() {
    MathNode root = level(0);
    if (next < tokens.size()) {
      throw error("unexpected '" + tokens.get(next) + "'");
    }
    return new MetricMath(text, ids, root);
  }

  private static DoubleBinaryOperator truth(NumberTest test) {
    return (x, y) -> test.holds(x, y) ? 1 : 0;
  }

  private List<String> tokens(String from) {
    List<String> found = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(from);
    int at = 0;
    while (at < from.length()) {
      if (!matcher.find(at) || matcher.start() != at) {
        throw error("cannot read '" + from.substring(at) + "'");
      }
      found.add(matcher.group(1));
      at = matcher.end();
    }
    return found;
  }

  private MathNode level(int level) {
    if (level == LEVELS.size()) {
      return unary();
    }
    MathNode left = level(level + 1);
    while (LEVELS.get(level).containsKey(peek())) {
      DoubleBinaryOperator operator = LEVELS.get(level).get(take());
      MathNode first = left;
      MathNode second = level(level + 1);
      left =
          scope ->
              scope.counted(MetricValue.combine(first.value(scope), second.value(scope), operator));
    }
    return left;
  }

  private MathNode unary() {
    if (++depth > DEEPEST) {
      throw error("it is nested deeper than " + DEEPEST);
    }
    MathNode node = negated();
    depth--;
    return node;
  }

  private MathNode negated() {
    if (peek().equals("-")) {
      take();
      MathNode of = unary();
      return scope -> scope.counted(MetricValue.each(of.value(scope), x -> -x));
    }
    return primary();
  }

  private MathNode primary() {
    String token = take();
    char first = token.charAt(0);
    if (first == '(') {
      MathNode inner = level(0);
      expect(")");
      return inner;
    }
    if (first == '[') {
      List<MathNode> elements = arguments("]");
      return scope ->
          scope.counted(new SeriesArray(elements.stream().map(each -> each.value(scope)).toList()));
    }
    if (Character.isDigit(first)) {
      ScalarValue number = new ScalarValue(Double.parseDouble(token));
      return scope -> number;
    }
    if (!Character.isLetter(first)) {
      throw error("unexpected '" + token + "'");
    }
    return peek().equals("(") ? function(token) : id(token);
  }

  private MathNode id(String name) {
    if (!Character.isLowerCase(name.charAt(0))) {
      throw error("unsupported operand " + name);
    }
    ids.add(name);
    return scope -> scope.of(name);
  }

  private MathNode function(String name) {
    take();
    List<MathNode> arguments = arguments(")");
    MathNode call = MetricMathFunctions.call(name, arguments, this::error);
    return scope -> scope.counted(call.value(scope));
  }

  private List<MathNode> arguments(String end) {
    List<MathNode> arguments = new ArrayList<>();
    do {
      arguments.add(level(0));
    } while (peek().equals(",") && take().equals(","));
    expect(end);
    return arguments;
  }

  private String peek() {
    return next < tokens.size() ? tokens.get(next) : "";
  }

  private String take() {
    if (next == tokens.size()) {
      throw error("it ends too early");
    }
    return tokens.get(next++);
  }

  private void expect(String token) {
    if (!peek().equals(token)) {
      throw error("expected '" + token + "' but found '" + peek() + "'");
    }
    take();
  }

  private AwsError error(String what) {
    return CloudWatchErrors.validation("Error in expression '" + text + "': " + what + ".");
  }
}
