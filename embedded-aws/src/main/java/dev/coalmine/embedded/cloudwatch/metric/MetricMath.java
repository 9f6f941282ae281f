package dev.coalmine.embedded.cloudwatch.metric;

import java.util.Set;

/**
 * One parsed metric-math expression. Supported are numbers, ids, {@code + - * / ^}, comparisons,
 * {@code AND OR && ||}, parentheses, arrays, and the functions {@code FILL IF SUM MIN MAX AVG ABS
 * CEIL FLOOR}.
 *
 * @param text as written
 * @param ids the ids in it
 * @param root its outermost operation
 */
record MetricMath(String text, Set<String> ids, MathNode root) {
  /** A node of the expression. */
  @FunctionalInterface
  interface MathNode {
    MetricValue value(MathScope scope);
  }

  /** The values of ids, and the periods that FILL fills. */
  interface MathScope {
    MetricValue of(String id);

    Iterable<Long> periods();

    /**
     * A result of a part of an expression, which counts as work.
     *
     * @throws AwsError ValidationError if it is too much
     */
    MetricValue counted(MetricValue value);
  }

  /**
   * Parses an expression.
   *
   * @throws AwsError ValidationError with the reason
   */
  static MetricMath parse(String text) {
    return new MetricMathParser(text).parse();
  }
}
