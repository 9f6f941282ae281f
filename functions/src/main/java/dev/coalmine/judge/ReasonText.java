package dev.coalmine.judge;

import static dev.coalmine.text.NumberText.percent;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.text.NumberText;

/** Writes the numbers behind a result as text. */
final class ReasonText {
  private static final ColdStartAllowance NO_COLD_START =
      new ColdStartAllowance(0, CountBounds.MOST);

  private ReasonText() {}

  /**
   * Counts, rates and evidence of one test over the release so far: {@code errors: canary 31 of
   * 1,204 (2.6 %), baseline 9 of 10,811 (0.08 %), evidence 412:1}.
   */
  static String of(JudgeState state, TestKind test) {
    if (state.canary().requests() + state.baseline().requests() == 0) {
      return "no requests counted yet";
    }
    return test.label()
        + ": canary "
        + share(state.canary(), test)
        + ", baseline "
        + share(state.baseline(), test)
        + limit(state, test)
        + ", evidence "
        + NumberText.odds(Math.exp(state.evidence().log(test)));
  }

  private static String share(RequestCounts counts, TestKind test) {
    return switch (test) {
      case ERRORS, ERROR_LIMIT -> NumberText.countShare(counts.errors(), counts.requests());
      case SLOW, SLOW_LIMIT ->
          NumberText.countShare(counts.above().p90(), counts.durations()) + " over usual p90";
      case LATENCY ->
          NumberText.countShare(counts.above().p50(), counts.durations()) + " over usual median";
      case TAIL ->
          NumberText.countShare(counts.above().p99(), counts.durations()) + " over usual p99";
    };
  }

  private static String limit(JudgeState state, TestKind test) {
    return switch (test) {
      case ERRORS, SLOW, LATENCY, TAIL -> "";
      case ERROR_LIMIT -> ", limit " + percent(state.recent().errorLimit(state.historicalRates()));
      case SLOW_LIMIT ->
          ", limit " + percent(state.recent().slowLimit(state.historicalRates(), NO_COLD_START));
    };
  }
}
