package dev.coalmine.judge;

import static dev.coalmine.text.NumberText.percent;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.text.NumberText;

/** Writes the numbers behind a result as text. */
final class ReasonText {
  private static final ColdStartAllowance NO_COLD_START =
      new ColdStartAllowance(0, CountBounds.MOST);

  private static final double LONG = 90; // minutes
  private static final double MOST = 48 * 60;

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

  /**
   * What is excused: {@code warming up: 41 of 60 requests of new containers}, or, once they have
   * served them, {@code warming up: 3 of 5 minutes at this weight}.
   */
  static String warmUp(JudgeState state) {
    WarmUpProgress warmUp = state.warmUp();
    double needed = Math.rint(WarmUpProgress.excused(state.rate()));
    double served = Math.rint(warmUp.requests());
    return served < needed
        ? "warming up: %s of %s requests of new containers"
            .formatted(NumberText.grouped(served), NumberText.grouped(needed))
        : "warming up: %d of %d minutes at this weight"
            .formatted(warmUp.minutes(), WarmUpProgress.LEAST_MINUTES);
  }

  /**
   * When the canary can have enough data, if that takes long: from the requests and the busy
   * minutes of the history, not from the last minutes.
   */
  static String outlook(JudgeState state) {
    HistoricalRates usual = state.historicalRates();
    double perMinute = usual.requests() * state.progress().weight() / 100;
    double busyMinutes = Math.min(usual.busyShare(), perMinute);
    double minutes =
        Math.max(
            state.neededRequests() / Math.max(perMinute, 1e-3),
            state.neededMinutes() / Math.max(busyMinutes, 1e-3));
    if (usual.requests() == 0) {
      return "";
    }
    return minutes < LONG
        ? ""
        : "; at %s requests a minute that takes about %s; a probe, more requests, a longer maxDuration or whenInconclusive decide sooner"
            .formatted(
                NumberText.rounded(usual.requests()),
                minutes < MOST
                    ? NumberText.grouped(Math.rint(minutes / 60)) + " h"
                    : "two days or more");
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
