package dev.coalmine.embedded.cloudwatch.metric;

import java.util.Set;

/**
 * One metric-math expression, parsed. What is supported: numbers, ids, {@code + - * / ^},
 * comparisons, {@code AND OR && ||}, parentheses, arrays, and the functions {@code FILL IF SUM MIN
 * MAX AVG ABS CEIL FLOOR}.
 *
 * @param text as written
 * @param ids the queries it names
 * @param root its outermost operation
 */
record MetricMath(String text, Set<String> ids, MathNode root) {
  /** A part of the expression that has a value. */
  @FunctionalInterface
  interface MathNode {
    MetricValue value(MathScope scope);
  }

  /** What ids stand for, and the periods that FILL fills. */
  interface MathScope {
    MetricValue of(String id);

    Iterable<Long> periods();
  }

  /**
   * Parses an expression.
   *
   * @throws AwsError ValidationError naming what is wrong or not supported
   */
  static MetricMath parse(String text) {
    return new MetricMathParser(text).parse();
  }
}
