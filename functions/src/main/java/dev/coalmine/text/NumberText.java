package dev.coalmine.text;

import java.math.BigDecimal;
import java.math.MathContext;

/** How reasons, pages and terminals write numbers. What is not a number is a dash. */
public final class NumberText {
  private static final double MOST_ODDS = 1e6;
  private static final double LEAST_ODDS = 1e-4;
  private static final MathContext SHORT = new MathContext(2);

  private NumberText() {}

  /** A whole number with a comma between thousands. */
  public static String grouped(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    StringBuilder digits = new StringBuilder(Long.toString(Math.round(value)));
    for (int at = digits.length() - 3; at > 0; at -= 3) {
      digits.insert(at, ',');
    }
    return digits.toString();
  }

  /** Two digits that say something below ten, from there on a whole number. */
  public static String rounded(double value) {
    if (!Double.isFinite(value)) {
      return "–";
    }
    BigDecimal exact = new BigDecimal(value < 1e-4 ? 0 : value);
    return exact.compareTo(BigDecimal.TEN) < 0
        ? exact.round(SHORT).stripTrailingZeros().toPlainString()
        : grouped(value);
  }

  /** A share as percent: {@code 0.083 %}. */
  public static String percent(double share) {
    return Double.isFinite(share) ? rounded(100 * share) + " %" : "–";
  }

  /** So many of so many: {@code 31 of 1,204 (2.6 %)}. */
  public static String countShare(double part, double whole) {
    String counts = grouped(part) + " of " + grouped(whole);
    return whole > 0 ? counts + " (" + percent(part / whole) + ")" : counts;
  }

  /**
   * Evidence as odds: {@code 0.27:1}; beyond a million, and below a ten-thousandth, it is only
   * that.
   */
  public static String odds(double odds) {
    if (odds > MOST_ODDS) {
      return "over 1,000,000:1";
    }
    return odds < LEAST_ODDS ? "below 0.0001:1" : rounded(odds) + ":1";
  }
}
