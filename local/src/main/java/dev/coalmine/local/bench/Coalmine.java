package dev.coalmine.local.bench;

import dev.coalmine.judge.Above;
import dev.coalmine.judge.Grid;
import dev.coalmine.judge.History;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.Minute;
import dev.coalmine.judge.Observation;
import dev.coalmine.judge.Profile;
import dev.coalmine.judge.Scope;
import dev.coalmine.judge.Side;
import dev.coalmine.judge.State;
import java.util.List;

/** The judge of this project. */
final class Coalmine implements Rule {
  private final Judge judge;
  private State state;

  /** A judge that must be as sure as this plan wants. */
  Coalmine(Profile profile) {
    judge = new Judge(profile, Grid.DEFAULT, Scope.BOTH);
  }

  @Override
  public int start(List<Group> history) {
    state = judge.start(historyOf(history));
    return state.weight().percent();
  }

  @Override
  public int tick(int minute, Seen seen) {
    if (seen != null) {
      state = judge.look(state, minute, observation(seen)).state();
    }
    return state.weight().percent();
  }

  /** What the judge is told of the time before the release. */
  static History historyOf(List<Group> history) {
    return new History(history.stream().map(Coalmine::minute).toList());
  }

  /** What the judge is told of a minute. */
  static Observation observation(Seen seen) {
    return new Observation(seen.minute(), side(seen.canary()), side(seen.baseline()));
  }

  private static Minute minute(Group group) {
    return new Minute(
        group.requests(), group.errors(), group.requests(), group.above(Latency.ABOVE_P90));
  }

  private static Side side(Group group) {
    Above above =
        new Above(
            group.above(Latency.ABOVE_P30),
            group.above(Latency.ABOVE_P50),
            group.above(Latency.ABOVE_P75),
            group.above(Latency.ABOVE_P90),
            group.above(Latency.ABOVE_P99));
    return new Side(group.requests(), group.errors(), group.requests(), above);
  }
}
