package dev.coalmine.local.terminal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;

/** Numbers as the reasons of a release write them. */
final class Figures {
  private static final MathContext SHORT = new MathContext(2);
  private static final double MOST = 1e6;

  private Figures() {}

  /** A share of requests: {@code 0.083 %}; of none a dash. */
  static String rate(Running.Served served) {
    return served.requests() > 0 ? rounded(100 * served.errors() / served.requests()) + " %" : "-";
  }

  /** Odds: {@code 0.27:1}, {@code 63,379:1}. */
  static String odds(double odds) {
    return odds > MOST ? "over 1,000,000:1" : rounded(odds) + ":1";
  }

  /** A time that runs down, in whole seconds that are not over yet: {@code 0:42}. */
  static String clock(Duration left) {
    Duration whole = left.plusMillis(999);
    return whole.toHours() > 0
        ? "%d:%02d:%02d".formatted(whole.toHours(), whole.toMinutesPart(), whole.toSecondsPart())
        : "%d:%02d".formatted(whole.toMinutes(), whole.toSecondsPart());
  }

  private static String rounded(double value) {
    if (value >= 10) {
      return "%,d".formatted(Math.round(value));
    }
    BigDecimal exact = new BigDecimal(value < 1e-4 ? 0 : value);
    return exact.round(SHORT).stripTrailingZeros().toPlainString();
  }
}
