package dev.coalmine.embedded.asl.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Operations on JSON trees. Every tree inside an interpreter is immutable and may be shared. */
public final class JsonTrees {
  /** The maximum bytes of a payload (Step Functions quotas: 256 KiB as UTF-8). */
  public static final int LIMIT = 262_144;

  /** The longest text of a long or a double has 24 characters, such as -2.2250738585072014E-308. */
  private static final int LONGEST_NUMBER = 24;

  private JsonTrees() {}

  /**
   * An immutable copy.
   *
   * @throws IllegalArgumentException if it is not JSON
   */
  public static Object freeze(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      Map<String, Object> copy = new LinkedHashMap<>(map.size() * 2);
      map.forEach((key, value) -> copy.put((String) key, freeze(value)));
      return Collections.unmodifiableMap(copy);
    }
    if (tree instanceof List<?> list) {
      List<Object> copy = new ArrayList<>(list.size());
      list.forEach(item -> copy.add(freeze(item)));
      return Collections.unmodifiableList(copy);
    }
    if (tree == null
        || tree instanceof String
        || tree instanceof Boolean
        || tree instanceof Number) {
      return tree;
    }
    throw new IllegalArgumentException("not a JSON value: " + tree.getClass().getName());
  }

  /** Whether the tree as JSON exceeds the maximum of a payload. */
  public static boolean isTooLarge(Object tree) {
    return atMost(tree) > LIMIT && bytes(tree, LIMIT) > LIMIT;
  }

  // An upper bound without a look at every character, because nearly every tree is far smaller.
  private static long atMost(Object tree) {
    long sum = 2;
    if (tree instanceof Map<?, ?> map) {
      for (Map.Entry<?, ?> field : map.entrySet()) {
        sum += 4 + 6L * ((String) field.getKey()).length() + atMost(field.getValue());
      }
      return sum;
    }
    if (tree instanceof List<?> list) {
      for (Object item : list) {
        sum += 1 + atMost(item);
      }
      return sum;
    }
    return sum + (tree instanceof String text ? 6L * text.length() : atMostOfScalar(tree));
  }

  // The text of a double costs more than all the rest of the estimate.
  private static long atMostOfScalar(Object value) {
    return value instanceof Double || value instanceof Integer || value instanceof Long
        ? LONGEST_NUMBER
        : bytes(value, LIMIT);
  }

  /**
   * The bytes of the tree as JSON in UTF-8.
   *
   * @param enough counting may stop above this number
   */
  public static long bytes(Object tree, long enough) {
    if (tree instanceof Map<?, ?> map) {
      return objectBytes(map, enough);
    }
    if (tree instanceof List<?> list) {
      return listBytes(list, enough);
    }
    return tree instanceof String text ? bytes(text) : String.valueOf(tree).length();
  }

  private static long objectBytes(Map<?, ?> map, long enough) {
    long sum = 1L + Math.max(1, map.size());
    for (Map.Entry<?, ?> field : map.entrySet()) {
      sum += bytes((String) field.getKey()) + 1 + bytes(field.getValue(), enough - sum);
      if (sum > enough) {
        return sum;
      }
    }
    return sum;
  }

  private static long listBytes(List<?> list, long enough) {
    long sum = 1L + Math.max(1, list.size());
    for (Object item : list) {
      sum += bytes(item, enough - sum);
      if (sum > enough) {
        return sum;
      }
    }
    return sum;
  }

  private static long bytes(String text) {
    long sum = 2;
    for (int i = 0; i < text.length(); i++) {
      sum += bytes(text.charAt(i));
    }
    return sum;
  }

  private static int bytes(char c) {
    if (c < 0x20) {
      return c == '\n' || c == '\r' || c == '\t' || c == '\b' || c == '\f' ? 2 : 6;
    }
    if (c < 0x80) {
      return c == '"' || c == '\\' ? 2 : 1;
    }
    return c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
  }

  /** Whether both are the same JSON value. Numbers are compared by value. */
  static boolean areEqual(Object a, Object b) {
    if (a instanceof Number x && b instanceof Number y) {
      return compare(x, y) == 0;
    }
    if (a instanceof List<?> x && b instanceof List<?> y) {
      return sameItems(x, y);
    }
    if (a instanceof Map<?, ?> x && b instanceof Map<?, ?> y) {
      return x.keySet().equals(y.keySet())
          && x.keySet().stream().allMatch(key -> areEqual(x.get(key), y.get(key)));
    }
    return a == null ? b == null : a.equals(b);
  }

  private static boolean sameItems(List<?> a, List<?> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (!areEqual(a.get(i), b.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** Compares two numbers of any type by value. */
  public static int compare(Number a, Number b) {
    if (isLong(a) && isLong(b)) {
      return Long.compare(a.longValue(), b.longValue());
    }
    return decimal(a).compareTo(decimal(b));
  }

  /** Whether it is a whole number that fits into a long. */
  public static boolean isLong(Object value) {
    return value instanceof Integer || value instanceof Long;
  }

  private static BigDecimal decimal(Number number) {
    return number instanceof BigInteger big
        ? new BigDecimal(big)
        : new BigDecimal(number.toString());
  }
}
