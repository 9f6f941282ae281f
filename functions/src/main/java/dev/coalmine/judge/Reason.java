package dev.coalmine.judge;

import java.math.BigDecimal;
import java.math.MathContext;

/** The numbers behind a ruling, for people. */
final class Reason {
  private static final double MOST = Math.log(1e6);
  private static final MathContext SHORT = new MathContext(2);
  private static final ColdStart NO_COLD_START = new ColdStart(0, Count.MOST);

  private Reason() {}

  /**
   * Counts, rates and evidence of one test over the release so far: {@code errors: canary 31 of
   * 1,204 (2.6 %), baseline 9 of 10,811 (0.08 %), evidence 412:1}.
   */
  static String of(State state, Signal signal) {
    return signal.label()
        + ": canary "
        + share(state.canary(), signal)
        + ", baseline "
        + share(state.baseline(), signal)
        + limit(state, signal)
        + ", evidence "
        + odds(state.evidence().log(signal));
  }

  private static String share(Side side, Signal signal) {
    return switch (signal) {
      case ERRORS, ERROR_LIMIT -> share(side.errors(), side.requests());
      case SLOW, SLOW_LIMIT -> share(side.above().p90(), side.durations()) + " over usual p90";
      case LATENCY -> share(side.above().p50(), side.durations()) + " over usual median";
      case TAIL -> share(side.above().p99(), side.durations()) + " over usual p99";
    };
  }

  private static String limit(State state, Signal signal) {
    return switch (signal) {
      case ERRORS, SLOW, LATENCY, TAIL -> "";
      case ERROR_LIMIT -> ", limit " + percent(state.recent().errorLimit(state.usual()));
      case SLOW_LIMIT ->
          ", limit " + percent(state.recent().slowLimit(state.usual(), NO_COLD_START));
    };
  }

  private static String share(double part, double whole) {
    String counts = grouped(part) + " of " + grouped(whole);
    return whole > 0 ? counts + " (" + percent(part / whole) + ")" : counts;
  }

  private static String percent(double share) {
    return rounded(100 * share) + " %";
  }

  /** Evidence as odds; beyond a million it is only that. */
  static String odds(double log) {
    if (log > MOST) {
      return "over 1,000,000:1";
    }
    double odds = Math.exp(log);
    return (odds < 10 ? rounded(odds) : grouped(odds)) + ":1";
  }

  private static String rounded(double value) {
    BigDecimal exact = new BigDecimal(value < 1e-4 ? 0 : value);
    return exact.compareTo(BigDecimal.TEN) < 0
        ? exact.round(SHORT).stripTrailingZeros().toPlainString()
        : grouped(value);
  }

  /** A whole number with a comma between thousands. */
  static String grouped(double value) {
    StringBuilder digits = new StringBuilder(Long.toString(Math.round(value)));
    for (int at = digits.length() - 3; at > 0; at -= 3) {
      digits.insert(at, ',');
    }
    return digits.toString();
  }
}
