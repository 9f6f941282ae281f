package dev.coalmine.embedded.asl.definition;

import dev.coalmine.embedded.asl.expression.EvaluationScope;
import dev.coalmine.embedded.asl.expression.Expression;
import dev.coalmine.embedded.asl.expression.Literal;
import dev.coalmine.embedded.asl.expression.PathExpression;
import dev.coalmine.embedded.asl.expression.StateFailure;
import dev.coalmine.embedded.json.JsonView;
import java.util.List;
import java.util.Optional;

/**
 * A choice rule that compares one value.
 *
 * @param variable the compared value's path
 * @param operator the comparison
 * @param operand a value or a path
 */
record ChoiceComparison(PathExpression variable, ChoiceOperator operator, Expression operand)
    implements ChoiceCondition {
  static ChoiceCondition read(DefinitionFields fields) {
    Optional<PathExpression> variable = fields.path("Variable");
    if (!fields.has("Variable")) {
      fields.addFault("Variable is missing");
    }
    List<String> names = fields.unreadNames();
    if (names.size() != 1) {
      fields.addFault("exactly one comparison operator is required, not " + names);
      names.forEach(fields::has);
      return new RefusedCondition();
    }
    Optional<Expression> operand = operand(fields, names.get(0));
    return variable.isPresent() && operand.isPresent()
        ? new ChoiceComparison(
            variable.get(), ChoiceOperator.named(names.get(0)).orElseThrow(), operand.get())
        : new RefusedCondition();
  }

  private static Optional<Expression> operand(DefinitionFields fields, String name) {
    Object tree = fields.tree(name);
    Optional<ChoiceOperator> operator = ChoiceOperator.named(name);
    if (operator.isEmpty()) {
      fields.addFault("comparison operator " + name + " is not implemented");
      return Optional.empty();
    }
    if (operator.get().takesPath()) {
      return fields.path(name).map(Expression.class::cast);
    }
    if (!operator.get().kind().is(tree)) {
      fields.addTypeFault(name, operator.get().kind().text());
      return Optional.empty();
    }
    return Optional.of(new Literal(tree, ""));
  }

  @Override
  public boolean test(EvaluationScope scope) {
    Object value = variable.find(scope);
    if (value == JsonView.MISSING && !operator.testsPresence()) {
      throw invalid(variable.toString());
    }
    return operator.test(value, operand.evaluate(scope, path -> invalid(path).explanation()));
  }

  private static StateFailure invalid(String path) {
    return StateFailure.runtime(
        "Invalid path '"
            + path
            + "': The choice state's condition path references an invalid value.");
  }
}
