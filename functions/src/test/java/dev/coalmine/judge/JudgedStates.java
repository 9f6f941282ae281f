package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * States with the evidence that a test needs, of a canary that had 1,000 of 10,000 requests so far,
 * at 600 requests a minute.
 */
final class JudgedStates {
  static final HistoricalRates USUAL = new HistoricalRates(.001, .1, ErrorClusters.NONE, 600, 1);

  /** The number of the last counted minute. */
  static final long MINUTE = 1000;

  private static final long LONG_AGO = 0; // the minute of the last step back
  private static final double LATE = 200; // minutes: one without errors is no evidence any more

  private JudgedStates() {}

  /** Requests that were as fast as usual. */
  static RequestCounts usual(double requests, double errors) {
    return slow(requests, errors, 0);
  }

  /** Requests of which a share was over p90 beside the usual ones. */
  static RequestCounts slow(double requests, double errors, double share) {
    double n = requests * (1 - share);
    double more = requests * share;
    ThresholdCounts above =
        new ThresholdCounts(.7 * n + more, .5 * n + more, .25 * n + more, .1 * n + more, .01 * n);
    return new RequestCounts(requests, errors, requests, above);
  }

  /** Containers that are warm at a weight, or that have served 41 requests in a minute. */
  static WarmUpProgress warmUp(int weight, boolean warm) {
    LatencyExcess none = LatencyExcess.NOTHING;
    return warm
        ? new WarmUpProgress(RuntimeWarmUp.LONG, weight, 9, 900, -1, 900, none, none, none)
        : new WarmUpProgress(RuntimeWarmUp.LONG, weight, 1, 41, -1, 41, none, none, none);
  }

  /**
   * A state whose tests have this evidence.
   *
   * @param odds such as {@code ERRORS=11 TAIL=T}: T is a test's threshold; what is not named has
   *     odds of a half
   */
  static JudgeState at(int weight, String odds) {
    return new JudgeState(
        USUAL,
        600,
        RecentBaseline.NOTHING.plus(usual(540, 0)).plus(usual(540, 1)),
        evidence(odds),
        new DecayingCounts(1000, 0, 1000, 100),
        new DecayingCounts(9000, 9, 9000, 900),
        PromotionEvidence.NOTHING,
        usual(1000, 1),
        usual(9000, 9),
        new PacingProgress(weight, MINUTE, LONG_AGO, 20, 0),
        warmUp(weight, true),
        ErrorOnset.NONE);
  }

  private static TestEvidence evidence(String odds) {
    Map<String, String> given =
        Arrays.stream(odds.split(" "))
            .filter(each -> !each.isEmpty())
            .map(each -> each.split("=", 2))
            .collect(Collectors.toMap(each -> each[0], each -> each[1]));
    return TestEvidence.unpack(
        new StateUnpacker(
            Stream.of(TestKind.values())
                .flatMapToDouble(test -> mixture(test, given.getOrDefault(test.name(), ".5")))
                .toArray()));
  }

  private static DoubleStream mixture(TestKind test, String odds) {
    double log = odds.equals("T") ? test.threshold() : Math.log(Double.parseDouble(odds));
    return DoubleStream.concat(
        DoubleStream.of(LATE),
        DoubleStream.generate(() -> log).limit(MinuteComparison.alternatives(test)));
  }

  static JudgeState with(JudgeState state, WarmUpProgress warmUp) {
    return with(state, state.recent(), state.baseline(), state.progress(), warmUp, state.onset());
  }

  static JudgeState with(JudgeState state, ErrorOnset onset) {
    return with(state, state.recent(), state.baseline(), state.progress(), state.warmUp(), onset);
  }

  static JudgeState with(JudgeState state, RecentBaseline recent) {
    return with(state, recent, state.baseline(), state.progress(), state.warmUp(), state.onset());
  }

  /** The same without a request of the baseline beside the canary. */
  static JudgeState alone(JudgeState state) {
    return with(
        state, state.recent(), RequestCounts.NONE, state.progress(), state.warmUp(), state.onset());
  }

  /** The same with a step back in this minute. */
  static JudgeState steppedBack(JudgeState state, long minute) {
    PacingProgress then = state.progress();
    PacingProgress now =
        new PacingProgress(
            then.weight(), then.minute(), minute, then.canaryMinutes(), then.calmMinutes());
    return with(state, state.recent(), state.baseline(), now, state.warmUp(), state.onset());
  }

  private static JudgeState with(
      JudgeState state,
      RecentBaseline recent,
      RequestCounts baseline,
      PacingProgress progress,
      WarmUpProgress warmUp,
      ErrorOnset onset) {
    return new JudgeState(
        state.historicalRates(),
        state.rate(),
        recent,
        state.evidence(),
        state.decayingCanary(),
        state.decayingBaseline(),
        state.promotionEvidence(),
        state.canary(),
        baseline,
        progress,
        warmUp,
        onset);
  }
}
