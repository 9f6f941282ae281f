package dev.coalmine.embedded.asl.expression;

import java.util.random.RandomGenerator;

/**
 * The values that an expression can read.
 *
 * @param input the tree at {@code $}; null is JSON's null
 * @param context the tree at {@code $$}
 * @param random for States.MathRandom and States.UUID
 */
public record EvaluationScope(Object input, Object context, RandomGenerator random) {
  /** The same scope with another input. */
  public EvaluationScope withInput(Object other) {
    return new EvaluationScope(other, context, random);
  }
}
