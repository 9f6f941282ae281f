package dev.coalmine.embedded.protocol;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/**
 * A list whose elements are made when they are asked for: of a history of 25,000 events a caller
 * wants a page.
 */
public final class MappedList<A, B> extends AbstractList<B> implements RandomAccess {
  private final List<A> origin;
  private final Function<A, B> each;
  private final boolean backwards;

  private MappedList(List<A> origin, Function<A, B> each, boolean backwards) {
    this.origin = origin;
    this.each = each;
    this.backwards = backwards;
  }

  /** In the order of the other list, whose size must not change. */
  public static <A, B> List<B> of(List<A> origin, Function<A, B> each) {
    return new MappedList<>(origin, each, false);
  }

  /** The last one first, or in the same order. */
  public static <A, B> List<B> of(List<A> origin, boolean backwards, Function<A, B> each) {
    return new MappedList<>(origin, each, backwards);
  }

  @Override
  public B get(int index) {
    return each.apply(origin.get(backwards ? origin.size() - 1 - index : index));
  }

  @Override
  public int size() {
    return origin.size();
  }
}
