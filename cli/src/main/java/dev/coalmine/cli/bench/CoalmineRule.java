package dev.coalmine.cli.bench;

import dev.coalmine.judge.BaselineHistory;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.JudgeProfile;
import dev.coalmine.judge.JudgeState;
import dev.coalmine.judge.Observation;
import dev.coalmine.judge.RuntimeWarmUp;
import dev.coalmine.judge.WeightLadder;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.request.MetricScope;
import java.util.List;

/** Coalmine's own judge. */
final class CoalmineRule implements RolloutRule {
  private final Judge judge;
  private final RuntimeWarmUp warmUp;
  private JudgeState state;

  /**
   * The rule of one plan.
   *
   * @param warmUp of the runtime
   */
  CoalmineRule(JudgeProfile profile, RuntimeWarmUp warmUp) {
    this.warmUp = warmUp;
    judge = new Judge(profile, WeightLadder.DEFAULT, MetricScope.ALL);
  }

  @Override
  public int firstWeight(List<VersionMinute> history) {
    state = judge.start(new BaselineHistory(toCounts(history), warmUp));
    return state.weight().percent();
  }

  @Override
  public int nextWeight(int minute, ObservedMinute seen) {
    if (seen != null) {
      state = judge.judgePaced(state, minute, toObservation(seen)).state();
    }
    return state.weight().percent();
  }

  /** The judge's input for the time before the release. */
  static List<RequestCounts> toCounts(List<VersionMinute> history) {
    return history.stream().map(CoalmineRule::counts).toList();
  }

  /** The judge's input for a minute. */
  static Observation toObservation(ObservedMinute seen) {
    return new Observation(seen.minute(), counts(seen.canary()), counts(seen.baseline()));
  }

  private static RequestCounts counts(VersionMinute minute) {
    ThresholdCounts above =
        new ThresholdCounts(
            minute.countFrom(LatencyBins.ABOVE_P30),
            minute.countFrom(LatencyBins.ABOVE_P50),
            minute.countFrom(LatencyBins.ABOVE_P75),
            minute.countFrom(LatencyBins.ABOVE_P90),
            minute.countFrom(LatencyBins.ABOVE_P99));
    return new RequestCounts(minute.requests(), minute.errors(), minute.requests(), above);
  }
}
