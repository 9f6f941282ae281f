package dev.coalmine.embedded.eventbridge;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * One test of an event pattern on one value of an event.
 *
 * @param matchesPresent holds for a value that is there: text, number, boolean or {@link #NULL}
 * @param matchesAbsent whether it holds where there is no value
 */
record ValueMatcher(Predicate<Object> matchesPresent, boolean matchesAbsent) {
  /** Stands for JSON's null. */
  static final Object NULL = new Object();

  boolean matches(Object value) {
    return matchesPresent.test(value);
  }

  private static ValueMatcher of(Predicate<Object> present) {
    return new ValueMatcher(present, false);
  }

  private static ValueMatcher ofText(Predicate<String> present) {
    return of(value -> value instanceof String text && present.test(text));
  }

  /** Just this value; numbers are compared as numbers. */
  static ValueMatcher exactly(Object wanted) {
    Object expected = wanted == null ? NULL : wanted;
    return of(value -> same(value, expected));
  }

  private static boolean same(Object one, Object other) {
    boolean numbers = one instanceof Number && other instanceof Number;
    return numbers ? number(one).compareTo(number(other)) == 0 : one.equals(other);
  }

  static BigDecimal number(Object value) {
    return new BigDecimal(value.toString());
  }

  static ValueMatcher exists(boolean wanted) {
    return new ValueMatcher(value -> wanted, !wanted);
  }

  static ValueMatcher prefix(String start, boolean anyCase) {
    return ofText(text -> cased(text, anyCase).startsWith(cased(start, anyCase)));
  }

  static ValueMatcher suffix(String end, boolean anyCase) {
    return ofText(text -> cased(text, anyCase).endsWith(cased(end, anyCase)));
  }

  static ValueMatcher ignoringCase(String wanted) {
    return ofText(wanted::equalsIgnoreCase);
  }

  private static String cased(String text, boolean anyCase) {
    return anyCase ? text.toLowerCase(Locale.ROOT) : text;
  }

  /** Text with * for any characters; a backslash takes the meaning from * and itself. */
  static ValueMatcher wildcard(String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        regex.append(Pattern.quote(text.substring(i, i + 1)));
      } else {
        regex.append(c == '*' ? ".*" : Pattern.quote(String.valueOf(c)));
      }
    }
    Pattern pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
    return ofText(value -> pattern.matcher(value).matches());
  }

  /** A number for which all of these comparisons hold. */
  static ValueMatcher numeric(List<NumericComparison> comparisons) {
    return of(
        value ->
            value instanceof Number && comparisons.stream().allMatch(each -> each.matches(value)));
  }

  /** Any value for which none of these holds; not the absence of one (recorded). */
  static ValueMatcher anythingBut(List<ValueMatcher> none) {
    return of(value -> none.stream().noneMatch(test -> test.matches(value)));
  }

  /**
   * A comparison with a number.
   *
   * @param operator one of =, &lt;, &lt;=, &gt; and &gt;=
   */
  record NumericComparison(String operator, BigDecimal limit) {
    private boolean matches(Object value) {
      int order = number(value).compareTo(limit);
      return switch (operator) {
        case "=" -> order == 0;
        case "<" -> order < 0;
        case "<=" -> order <= 0;
        case ">" -> order > 0;
        default -> order >= 0;
      };
    }
  }
}
