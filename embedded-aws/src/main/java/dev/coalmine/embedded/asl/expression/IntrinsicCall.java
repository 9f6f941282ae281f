package dev.coalmine.embedded.asl.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * A call of an intrinsic function.
 *
 * @param text as written in the definition
 * @param function the function
 * @param arguments paths and nested calls are evaluated first
 */
record IntrinsicCall(String text, IntrinsicFunction function, List<Expression> arguments)
    implements Expression {
  IntrinsicCall {
    arguments = List.copyOf(arguments);
  }

  @Override
  public Object evaluate(EvaluationScope scope) {
    UnaryOperator<String> missing =
        path ->
            "The function '%s' had the following error: The JsonPath argument for the field '%s' could not be found in the input"
                .formatted(text, path);
    List<Object> values = new ArrayList<>(arguments.size());
    for (int i = 0; i < arguments.size(); i++) {
      values.add(value(arguments.get(i), i, scope, missing));
    }
    try {
      return function.apply(new IntrinsicFunction.IntrinsicArguments(values, scope.random()));
    } catch (IllegalArgumentException e) {
      throw StateFailure.intrinsic(
          "The function '%s' had the following error: %s".formatted(text, e.getMessage()));
    }
  }

  // A literal template keeps its escapes, so that \{ is no placeholder.
  private Object value(
      Expression argument, int index, EvaluationScope scope, UnaryOperator<String> missing) {
    return function == IntrinsicFunction.FORMAT && index == 0 && argument instanceof Literal literal
        ? literal.raw()
        : argument.evaluate(scope, missing);
  }
}
