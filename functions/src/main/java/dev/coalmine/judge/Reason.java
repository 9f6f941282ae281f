package dev.coalmine.judge;

import static dev.coalmine.release.Numbers.percent;

import dev.coalmine.release.Numbers;

/** The numbers behind a ruling, for people. */
final class Reason {
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
        + Numbers.odds(Math.exp(state.evidence().log(signal)));
  }

  private static String share(Side side, Signal signal) {
    return switch (signal) {
      case ERRORS, ERROR_LIMIT -> Numbers.share(side.errors(), side.requests());
      case SLOW, SLOW_LIMIT ->
          Numbers.share(side.above().p90(), side.durations()) + " over usual p90";
      case LATENCY -> Numbers.share(side.above().p50(), side.durations()) + " over usual median";
      case TAIL -> Numbers.share(side.above().p99(), side.durations()) + " over usual p99";
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
}
