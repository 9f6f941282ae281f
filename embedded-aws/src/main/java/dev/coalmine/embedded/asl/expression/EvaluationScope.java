package dev.coalmine.embedded.asl.expression;

import java.util.random.RandomGenerator;

/**
 * What an expression can see.
 *
 * @param input the tree that {@code $} means; may be null, which is JSON's null
 * @param context the tree that {@code $$} means
 * @param random for States.MathRandom and States.UUID
 */
public record EvaluationScope(Object input, Object context, RandomGenerator random) {
  /** The same scope over another input. */
  public EvaluationScope withInput(Object other) {
    return new EvaluationScope(other, context, random);
  }
}
