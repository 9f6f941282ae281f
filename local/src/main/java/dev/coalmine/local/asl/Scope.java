package dev.coalmine.local.asl;

import java.util.random.RandomGenerator;

/**
 * What an expression can see.
 *
 * @param input the tree that {@code $} means; may be null, which is JSON's null
 * @param context the tree that {@code $$} means
 * @param random for States.MathRandom and States.UUID
 */
record Scope(Object input, Object context, RandomGenerator random) {
  /** The same scope over another input. */
  Scope over(Object other) {
    return new Scope(other, context, random);
  }
}
