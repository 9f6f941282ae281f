package dev.coalmine.embedded.asl.expression;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Intrinsic functions of arrays, objects and numbers. */
final class ArrayIntrinsics {
  /** The maximum number of items of States.ArrayRange (Step Functions developer guide). */
  private static final int MAX_RANGE = 1000;

  private ArrayIntrinsics() {}

  static Object partition(IntrinsicFunction.IntrinsicArguments given) {
    List<?> list = given.list(0);
    int size = (int) Math.min(Integer.MAX_VALUE, given.whole(1));
    if (size < 1) {
      throw new IllegalArgumentException("chunk size " + size + " must be above 0");
    }
    List<Object> chunks = new ArrayList<>();
    for (int from = 0; from < list.size(); from += Math.min(size, list.size() - from)) {
      chunks.add(list.subList(from, from + Math.min(size, list.size() - from)));
    }
    return JsonTrees.freeze(chunks);
  }

  static Object contains(IntrinsicFunction.IntrinsicArguments given) {
    return given.list(0).stream().anyMatch(item -> JsonTrees.areEqual(item, given.value(1)));
  }

  static Object range(IntrinsicFunction.IntrinsicArguments given) {
    long first = given.whole(0);
    long last = given.whole(1);
    long step = given.whole(2);
    if (step == 0) {
      throw new IllegalArgumentException("step must not be 0");
    }
    List<Object> range = new ArrayList<>();
    for (long item = first; step > 0 ? item <= last : item >= last; item += step) {
      range.add(item);
      if (range.size() > MAX_RANGE) {
        throw new IllegalArgumentException("a range has at most " + MAX_RANGE + " items");
      }
    }
    return Collections.unmodifiableList(range);
  }

  static Object item(IntrinsicFunction.IntrinsicArguments given) {
    List<?> list = given.list(0);
    long index = given.whole(1);
    if (index < 0 || index >= list.size()) {
      throw new IllegalArgumentException(
          "index %d is outside an array of %d".formatted(index, list.size()));
    }
    return list.get((int) index);
  }

  static Object unique(IntrinsicFunction.IntrinsicArguments given) {
    List<Object> unique = new ArrayList<>();
    for (Object item : given.list(0)) {
      if (unique.stream().noneMatch(seen -> JsonTrees.areEqual(seen, item))) {
        unique.add(item);
      }
    }
    return Collections.unmodifiableList(unique);
  }

  static Object merge(IntrinsicFunction.IntrinsicArguments given) {
    if (!Boolean.FALSE.equals(given.value(2))) {
      throw new IllegalArgumentException("only a shallow merge exists: argument 3 must be false");
    }
    Map<String, Object> merged = new LinkedHashMap<>();
    given.map(0).forEach((key, value) -> merged.put((String) key, value));
    given.map(1).forEach((key, value) -> merged.put((String) key, value));
    return Collections.unmodifiableMap(merged);
  }

  static Object random(IntrinsicFunction.IntrinsicArguments given) {
    long from = given.whole(0);
    long to = given.whole(1);
    if (from >= to) {
      throw new IllegalArgumentException(from + " must be below " + to);
    }
    RandomGenerator random =
        given.values().size() == 3 ? new SplittableRandom(given.whole(2)) : given.random();
    return random.nextLong(from, to);
  }
}
