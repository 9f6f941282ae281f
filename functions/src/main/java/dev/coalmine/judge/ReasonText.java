package dev.coalmine.judge;

import static dev.coalmine.text.NumberText.percent;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.text.NumberText;

/** The numbers behind a ruling, for people. */
final class ReasonText {
  private static final ColdStartAllowance NO_COLD_START =
      new ColdStartAllowance(0, CountBounds.MOST);

  private ReasonText() {}

  /**
   * Counts, rates and evidence of one test over the release so far: {@code errors: canary 31 of
   * 1,204 (2.6 %), baseline 9 of 10,811 (0.08 %), evidence 412:1}.
   */
  static String of(JudgeState state, TestKind signal) {
    return signal.label()
        + ": canary "
        + share(state.canary(), signal)
        + ", baseline "
        + share(state.baseline(), signal)
        + limit(state, signal)
        + ", evidence "
        + NumberText.odds(Math.exp(state.evidence().log(signal)));
  }

  private static String share(RequestCounts side, TestKind signal) {
    return switch (signal) {
      case ERRORS, ERROR_LIMIT -> NumberText.countShare(side.errors(), side.requests());
      case SLOW, SLOW_LIMIT ->
          NumberText.countShare(side.above().p90(), side.durations()) + " over usual p90";
      case LATENCY ->
          NumberText.countShare(side.above().p50(), side.durations()) + " over usual median";
      case TAIL -> NumberText.countShare(side.above().p99(), side.durations()) + " over usual p99";
    };
  }

  private static String limit(JudgeState state, TestKind signal) {
    return switch (signal) {
      case ERRORS, SLOW, LATENCY, TAIL -> "";
      case ERROR_LIMIT -> ", limit " + percent(state.recent().errorLimit(state.historicalRates()));
      case SLOW_LIMIT ->
          ", limit " + percent(state.recent().slowLimit(state.historicalRates(), NO_COLD_START));
    };
  }
}
