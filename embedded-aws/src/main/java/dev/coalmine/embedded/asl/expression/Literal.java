package dev.coalmine.embedded.asl.expression;

/**
 * A literal value of a definition.
 *
 * @param value the value, with escapes resolved
 * @param raw the text of a quoted string with its escapes; otherwise empty
 */
public record Literal(Object value, String raw) implements Expression {
  @Override
  public Object evaluate(EvaluationScope scope) {
    return value;
  }
}
