package dev.coalmine.local.asl;

import java.util.List;
import java.util.Optional;

/**
 * A choice rule that compares one value.
 *
 * @param variable what is compared
 * @param operator how
 * @param operand what with: a value or a path
 */
record Comparison(Path variable, Operator operator, Expression operand) implements Condition {
  static Condition read(Fields fields) {
    Optional<Path> variable = fields.path("Variable");
    if (!fields.has("Variable")) {
      fields.fault("Variable is missing");
    }
    List<String> names = fields.rest();
    if (names.size() != 1) {
      fields.fault("one comparison operator is needed, not " + names);
      names.forEach(fields::has);
      return new Never();
    }
    Optional<Expression> operand = operand(fields, names.get(0));
    return variable.isPresent() && operand.isPresent()
        ? new Comparison(variable.get(), Operator.named(names.get(0)).orElseThrow(), operand.get())
        : new Never();
  }

  private static Optional<Expression> operand(Fields fields, String name) {
    Object tree = fields.tree(name);
    Optional<Operator> operator = Operator.named(name);
    if (operator.isEmpty()) {
      fields.fault("comparison operator " + name + " is not implemented");
      return Optional.empty();
    }
    if (operator.get().takesPath()) {
      return fields.path(name).map(Expression.class::cast);
    }
    if (!operator.get().kind().is(tree)) {
      fields.mustBe(name, operator.get().kind().text());
      return Optional.empty();
    }
    return Optional.of(new Literal(tree, ""));
  }

  @Override
  public boolean test(Scope scope) {
    Object value = variable.find(scope);
    if (value == ReferencePath.MISSING && !operator.asksPresence()) {
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
