package dev.coalmine.document;

import dev.coalmine.release.Release;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.target.Weight;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Builds JSON text: the same as jackson-jr's, without its hundreds of classes. Fields without a
 * value are left out. What jackson-jr writes in a way of its own is left to it.
 */
final class JsonBuilder {
  private static final int FIRST_SIZE = 4096;

  /**
   * In maps and lists, whole numbers up to this have no fraction: the judge's lists have hundreds
   * of them.
   */
  private static final double MOST_WHOLE = 0x1p53;

  private final StringBuilder out = new StringBuilder(FIRST_SIZE);
  private boolean needsComma;

  /**
   * The JSON of a release document, or of maps, lists and values.
   *
   * @throws UnusualJsonException if it is left to jackson-jr
   */
  static String toJson(Object value) {
    JsonBuilder builder = new JsonBuilder();
    builder.write(value);
    return builder.out.toString();
  }

  private void open(char c) {
    separate();
    out.append(c);
    needsComma = false;
  }

  private void close(char c) {
    out.append(c);
    needsComma = true;
  }

  private void separate() {
    if (needsComma) {
      out.append(',');
    }
    needsComma = true;
  }

  private void name(String name) {
    separate();
    quote(name);
    out.append(':');
    needsComma = false;
  }

  void put(String name, long number) {
    name(name);
    number(number);
  }

  void put(String name, double number) {
    name(name);
    number(number);
  }

  void put(String name, boolean flag) {
    name(name);
    raw(String.valueOf(flag));
  }

  void put(String name, ThresholdCounts counts) {
    if (counts != null) {
      name(name);
      open('[');
      for (double count : counts.toList()) {
        number(count);
      }
      close();
    }
  }

  /** A text, a word, a time, a weight, or a map or list of simple values. */
  void put(String name, Object value) {
    if (value != null) {
      name(name);
      write(value);
    }
  }

  /**
   * Begins an object; nothing if there is none.
   *
   * @param name empty for an object without a name
   * @return whether there is one
   */
  boolean begin(String name, Object object) {
    return begin(name, object, '{');
  }

  /** The same for a list. */
  boolean open(String name, List<?> list) {
    return begin(name, list, '[');
  }

  private boolean begin(String name, Object value, char opening) {
    if (value == null) {
      return false;
    }
    if (!name.isEmpty()) {
      name(name);
    }
    open(opening);
    return true;
  }

  void end() {
    close('}');
  }

  void close() {
    close(']');
  }

  private void write(Object value) {
    if (value instanceof String text) {
      text(text);
    } else if (value instanceof Double number) {
      shortNumber(number);
    } else if (value instanceof Integer || value instanceof Long || value instanceof Boolean) {
      raw(value.toString());
    } else if (value instanceof Map<?, ?> map) {
      write(map);
    } else if (value instanceof List<?> list) {
      write(list);
    } else {
      writeOwn(value);
    }
  }

  private void write(Map<?, ?> map) {
    open('{');
    for (Map.Entry<?, ?> field : map.entrySet()) {
      put((String) field.getKey(), required(field.getValue()));
    }
    end();
  }

  private void write(List<?> list) {
    open('[');
    for (Object each : list) {
      write(required(each));
    }
    close();
  }

  private void writeOwn(Object value) {
    if (value instanceof Enum<?> word) {
      text(word.name());
    } else if (value instanceof Instant || value instanceof Duration) {
      text(value.toString());
    } else if (value instanceof Weight weight) {
      number(weight.percent());
    } else if (value instanceof BigDecimal decimal) {
      raw(decimal.toString());
    } else if (value instanceof Release release) {
      ReleaseCodec.writeRelease(this, "", release);
    } else {
      throw new UnusualJsonException("a value of " + value.getClass());
    }
  }

  private static Object required(Object value) {
    if (value == null) {
      throw new UnusualJsonException("null");
    }
    return value;
  }

  private void number(long number) {
    separate();
    out.append(number);
  }

  private void shortNumber(double number) {
    if (number == Math.rint(number) && Math.abs(number) < MOST_WHOLE) {
      number((long) number);
    } else {
      number(number);
    }
  }

  private void number(double number) {
    if (Double.isNaN(number) || Double.isInfinite(number)) {
      throw new UnusualJsonException("no number");
    }
    separate();
    out.append(number);
  }

  private void raw(String text) {
    separate();
    out.append(text);
  }

  private void text(String text) {
    separate();
    quote(text);
  }

  private void quote(String text) {
    out.append('"');
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
        out.append(text, start, i).append('\\').append(escape(c));
        start = i + 1;
      }
    }
    out.append(text, start, text.length()).append('"');
  }

  private static char escape(char c) {
    return switch (c) {
      case '"', '\\' -> c;
      case '\n' -> 'n';
      case '\t' -> 't';
      case '\r' -> 'r';
      default -> throw new UnusualJsonException("an unusual character");
    };
  }
}
