package dev.coalmine.embedded.asl.expression;

import java.util.function.UnaryOperator;

/** Anything in a definition that becomes a value at run time. */
public sealed interface Expression permits PathExpression, Literal, IntrinsicCall, PayloadTemplate {
  /**
   * The value, frozen.
   *
   * @throws StateFailure when a path finds nothing or a function is given what it cannot take
   */
  Object evaluate(EvaluationScope scope);

  /**
   * Reads a path or a call of an intrinsic function.
   *
   * @throws IllegalArgumentException saying what is wrong with it
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

  /** The value; when a path finds nothing, the failure says in which field it stands. */
  default Object evaluate(EvaluationScope scope, UnaryOperator<String> missing) {
    return evaluate(scope);
  }
}
