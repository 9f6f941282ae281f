package dev.coalmine.cli.bench;

import dev.coalmine.judge.BaselineHistory;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.JudgeProfile;
import dev.coalmine.judge.JudgeState;
import dev.coalmine.judge.Observation;
import dev.coalmine.judge.WeightLadder;
import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.request.MetricScope;
import java.util.List;

/** The judge of this project. */
final class CoalmineRule implements RolloutRule {
  private final Judge judge;
  private JudgeState state;

  /** A judge that must be as sure as this plan wants. */
  CoalmineRule(JudgeProfile profile) {
    judge = new Judge(profile, WeightLadder.DEFAULT, MetricScope.ALL);
  }

  @Override
  public int firstWeight(List<VersionMinute> history) {
    state = judge.start(toHistory(history));
    return state.weight().percent();
  }

  @Override
  public int nextWeight(int minute, ObservedMinute seen) {
    if (seen != null) {
      state = judge.judgePaced(state, minute, toObservation(seen)).state();
    }
    return state.weight().percent();
  }

  /** What the judge is told of the time before the release. */
  static BaselineHistory toHistory(List<VersionMinute> history) {
    return new BaselineHistory(history.stream().map(CoalmineRule::counts).toList());
  }

  /** What the judge is told of a minute. */
  static Observation toObservation(ObservedMinute seen) {
    return new Observation(seen.minute(), counts(seen.canary()), counts(seen.baseline()));
  }

  private static RequestCounts counts(VersionMinute group) {
    ThresholdCounts above =
        new ThresholdCounts(
            group.countFrom(LatencyBins.ABOVE_P30),
            group.countFrom(LatencyBins.ABOVE_P50),
            group.countFrom(LatencyBins.ABOVE_P75),
            group.countFrom(LatencyBins.ABOVE_P90),
            group.countFrom(LatencyBins.ABOVE_P99));
    return new RequestCounts(group.requests(), group.errors(), group.requests(), above);
  }
}
