package dev.coalmine.embedded.asl.expression;

/**
 * A value that stands in the definition.
 *
 * @param value the value, escapes resolved
 * @param raw of a quoted string what stands between the quotes, escapes and all; else empty
 */
public record Literal(Object value, String raw) implements Expression {
  @Override
  public Object evaluate(EvaluationScope scope) {
    return value;
  }
}
