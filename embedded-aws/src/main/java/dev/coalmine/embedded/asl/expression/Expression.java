package dev.coalmine.embedded.asl.expression;

import java.util.function.UnaryOperator;

/** A part of a definition that is evaluated at run time. */
public sealed interface Expression permits PathExpression, Literal, IntrinsicCall, PayloadTemplate {
  /**
   * The value, an immutable tree.
   *
   * @throws StateFailure when a path finds nothing or a function gets invalid arguments
   */
  Object evaluate(EvaluationScope scope);

  /**
   * Parses a path or a call of an intrinsic function.
   *
   * @throws IllegalArgumentException with the reason
   */
  static Expression parse(String text) {
    if (text.startsWith("$")) {
      return PathExpression.parse(text);
    }
    if (text.startsWith("States.")) {
      return new IntrinsicParser(text).whole();
    }
    throw new IllegalArgumentException("\"" + text + "\" must be a path or an intrinsic function");
  }

  /**
   * The value.
   *
   * @param missing makes the explanation of the failure when a path finds nothing
   */
  default Object evaluate(EvaluationScope scope, UnaryOperator<String> missing) {
    return evaluate(scope);
  }
}
