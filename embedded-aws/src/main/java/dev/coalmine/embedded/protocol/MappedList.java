package dev.coalmine.embedded.protocol;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/**
 * A list that computes its elements on access. A caller usually reads one page of a history of up
 * to 25,000 events.
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

  /** A view in the order of the origin, whose size must not change. */
  public static <A, B> List<B> of(List<A> origin, Function<A, B> each) {
    return new MappedList<>(origin, each, false);
  }

  /** A view in reverse order or in the order of the origin. */
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
