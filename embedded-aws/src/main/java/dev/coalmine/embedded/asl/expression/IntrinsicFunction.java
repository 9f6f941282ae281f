package dev.coalmine.embedded.asl.expression;

import dev.coalmine.embedded.json.Json;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The intrinsic functions of Amazon States Language. */
enum IntrinsicFunction {
  FORMAT("States.Format", 1, Integer.MAX_VALUE, TextIntrinsics::format),
  STRING_TO_JSON("States.StringToJson", 1, 1, TextIntrinsics::stringToJson),
  JSON_TO_STRING("States.JsonToString", 1, 1, given -> Json.toText(given.value(0))),
  STRING_SPLIT("States.StringSplit", 2, 2, TextIntrinsics::split),
  BASE64_ENCODE("States.Base64Encode", 1, 1, TextIntrinsics::base64Encode),
  BASE64_DECODE("States.Base64Decode", 1, 1, TextIntrinsics::base64Decode),
  HASH("States.Hash", 2, 2, TextIntrinsics::hash),
  UUID("States.UUID", 0, 0, TextIntrinsics::uuid),
  ARRAY("States.Array", 0, Integer.MAX_VALUE, given -> JsonTrees.freeze(given.values())),
  ARRAY_PARTITION("States.ArrayPartition", 2, 2, ArrayIntrinsics::partition),
  ARRAY_CONTAINS("States.ArrayContains", 2, 2, ArrayIntrinsics::contains),
  ARRAY_RANGE("States.ArrayRange", 3, 3, ArrayIntrinsics::range),
  ARRAY_GET_ITEM("States.ArrayGetItem", 2, 2, ArrayIntrinsics::item),
  ARRAY_LENGTH("States.ArrayLength", 1, 1, given -> given.list(0).size()),
  ARRAY_UNIQUE("States.ArrayUnique", 1, 1, ArrayIntrinsics::unique),
  JSON_MERGE("States.JsonMerge", 3, 3, ArrayIntrinsics::merge),
  MATH_ADD("States.MathAdd", 2, 2, given -> Math.addExact(given.whole(0), given.whole(1))),
  MATH_RANDOM("States.MathRandom", 2, 3, ArrayIntrinsics::random);

  private final String text;
  private final int fewest;
  private final int most;

  @SuppressWarnings("Immutable") // functions without state
  private final Function<IntrinsicArguments, Object> body;

  IntrinsicFunction(String text, int fewest, int most, Function<IntrinsicArguments, Object> body) {
    this.text = text;
    this.fewest = fewest;
    this.most = most;
    this.body = body;
  }

  /**
   * The function of that name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static IntrinsicFunction named(String name) {
    for (IntrinsicFunction function : values()) {
      if (function.text.equals(name)) {
        return function;
      }
    }
    throw new IllegalArgumentException("intrinsic function " + name + " is not implemented");
  }

  void checkArguments(int count) {
    if (count < fewest || count > most) {
      throw new IllegalArgumentException(
          "%s takes %d to %d arguments, not %d".formatted(text, fewest, most, count));
    }
  }

  /**
   * Calls the function.
   *
   * @throws IllegalArgumentException if the arguments are invalid
   */
  Object apply(IntrinsicArguments given) {
    try {
      return body.apply(given);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("number out of range", e);
    }
  }

  /** The arguments of a call. */
  record IntrinsicArguments(List<Object> values, RandomGenerator random) {
    Object value(int index) {
      return values.get(index);
    }

    String string(int index) {
      return as(String.class, index, "a string");
    }

    List<?> list(int index) {
      return as(List.class, index, "an array");
    }

    Map<?, ?> map(int index) {
      return as(Map.class, index, "an object");
    }

    /** A number, rounded half up to a whole one as Step Functions does (recorded behaviour). */
    long whole(int index) {
      Number number = as(Number.class, index, "a number");
      return JsonTrees.isLong(number) ? number.longValue() : Math.round(number.doubleValue());
    }

    private <T> T as(Class<T> type, int index, String what) {
      Object value = values.get(index);
      if (!type.isInstance(value)) {
        throw new IllegalArgumentException(
            "argument %d must be %s, not %s".formatted(index + 1, what, Json.toText(value)));
      }
      return type.cast(value);
    }
  }
}
