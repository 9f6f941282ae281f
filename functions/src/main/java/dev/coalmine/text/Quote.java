package dev.coalmine.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Quotes values from outside in error messages, as {@link VisibleText} shows them, and suggests the
 * name that was meant.
 */
public final class Quote {
  private static final int LONGEST = 80;

  private Quote() {}

  /** A JSON value as a message quotes it: a text in quotation marks, at most 80 characters. */
  public static String of(Object value) {
    if (value == null) {
      return "nothing";
    }
    String text =
        value instanceof String string
            ? '"' + string + '"'
            : value instanceof Map
                ? "an object"
                : value instanceof List<?> list ? "a list of " + list.size() : value.toString();
    return show(text);
  }

  /** A name as a message shows it: without quotation marks, at most 80 characters. */
  public static String name(Object key) {
    return show(String.valueOf(key));
  }

  private static String show(String text) {
    return TextLimit.cut(VisibleText.of(TextLimit.cut(text, LONGEST)), LONGEST);
  }

  /** The known name nearest to an unknown one, in parentheses; all known names if none is near. */
  public static String suggestion(String name, List<String> known) {
    return known.stream()
        .filter(other -> name.length() <= LONGEST) // the distance takes the product of both
        .filter(other -> distance(name, other) <= 1 + other.length() / 4)
        .min((a, b) -> Integer.compare(distance(name, a), distance(name, b)))
        .map(other -> " (did you mean " + other + "?)")
        .orElse(known.stream().collect(Collectors.joining(", ", " (known: ", ")")));
  }

  /** The Levenshtein distance of two words, ignoring case. */
  static int distance(String from, String to) {
    List<Integer> row = new ArrayList<>();
    for (int j = 0; j <= to.length(); j++) {
      row.add(j);
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row.set(0, i);
      for (int j = 1; j <= to.length(); j++) {
        boolean same =
            Character.toLowerCase(from.charAt(i - 1)) == Character.toLowerCase(to.charAt(j - 1));
        int cheapest =
            Math.min(Math.min(row.get(j), row.get(j - 1)) + 1, diagonal + (same ? 0 : 1));
        diagonal = row.set(j, cheapest);
      }
    }
    return row.get(to.length());
  }
}
