package dev.coalmine.judge;

import dev.coalmine.release.Decision;
import dev.coalmine.release.Verdict;
import dev.coalmine.release.Weight;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Weighs a canary against its baseline, minute by minute, and paces the release by it. It remembers
 * nothing: a {@link State} comes in and goes out with each look.
 */
public final class Judge {
  private final Profile profile;
  private final Scope scope;
  private final Pacer pacer;

  /**
   * A judge of one kind of release.
   *
   * @param profile how sure it must be
   * @param grid the weights that it may choose
   * @param scope what it judges by
   */
  public Judge(Profile profile, Grid grid, Scope scope) {
    this.profile = profile;
    this.scope = scope;
    this.pacer = new Pacer(profile, grid, scope);
  }

  /** Begins a release; the state has its first weight. */
  public State start(History history) {
    return State.start(history, pacer.first(history));
  }

  /**
   * Looks at one more minute and sets the pace by it. A minute that was counted already, is older
   * than one that was, or has not been yet, changes nothing.
   *
   * @param now the minute of this look, counted as the observation's is
   * @param seen a complete minute; null is as {@link #blind}
   */
  public Ruling look(State before, long now, Observation seen) {
    if (seen == null || before.isRolledBack() || !before.isNews(seen, now)) {
      return blind(before);
    }
    State after = before.plus(seen.within(scope), profile);
    Set<Signal> crossed = crossed(after);
    boolean alone = after.progress().weight() == Weight.ALL.percent();
    boolean fair = alone ? after.progress().isLastStrike() : seen.baseline().requests() > 0;
    if (isCompared(crossed) || (fair && !crossed.isEmpty())) {
      return rollBack(after, crossed);
    }
    // With nothing beside it, a limit may have been crossed by both versions.
    return alone && !crossed.isEmpty()
        ? bounce(after, now, seen, crossed)
        : pacer.pace(after, now, seen);
  }

  /**
   * Looks at one more minute of a release whose weight a plan decides: rolls back when a test
   * crosses, else keeps the weight. Minutes that change nothing are those of {@link #look}.
   *
   * @param now the minute of this look, counted as the observation's is
   * @param seen a complete minute; null is as {@link #blind}
   * @param held the weight in force, above 0
   */
  public Ruling test(State before, long now, Observation seen, Weight held) {
    if (seen == null || before.isRolledBack() || !before.isNews(seen, now)) {
      return blind(before);
    }
    State after = before.plus(seen.within(scope), profile).at(held);
    Set<Signal> crossed = crossed(after);
    boolean fair = seen.baseline().requests() > 0 || held.equals(Weight.ALL);
    if (isCompared(crossed) || (fair && !crossed.isEmpty())) {
      return rollBack(after, crossed);
    }
    return Ruling.of(after, after, scope, () -> "the plan decides the weight");
  }

  /** What a look that has no new complete minute to go by comes to: nothing changes. */
  public Ruling blind(State state) {
    if (state.isRolledBack()) {
      return new Ruling(
          state,
          Verdict.FAIL,
          Decision.ROLL_BACK,
          Set.of(state.evidence().strongest(state.measured(scope))),
          () ->
              Reason.of(state, state.evidence().strongest(state.measured(scope)))
                  + "; rolled back");
    }
    return new Ruling(
        state,
        Verdict.INCONCLUSIVE,
        Decision.KEEP_BAKING,
        Set.of(),
        () -> "no new complete minute, at weight " + state.progress().weight());
  }

  /** The tests whose evidence is beyond their level. */
  private Set<Signal> crossed(State state) {
    if (!state.evidence().crosses()) {
      return Set.of();
    }
    Set<Signal> crossed = EnumSet.noneOf(Signal.class);
    for (Signal signal : Signal.values()) {
      if (state.evidence().log(signal) >= signal.threshold()) {
        crossed.add(signal);
      }
    }
    boolean alone = state.weight().equals(Weight.ALL);
    if (!alone && state.evidence().log(Signal.ERRORS) < profile.agreement()) {
      crossed.remove(Signal.ERROR_LIMIT); // the baseline beside it fails as well
    }
    return crossed;
  }

  private static boolean isCompared(Set<Signal> crossed) {
    return !crossed.stream().allMatch(Signal::isLimit);
  }

  private static Ruling rollBack(State state, Set<Signal> crossed) {
    return new Ruling(
        state.at(Weight.NONE),
        Verdict.FAIL,
        Decision.ROLL_BACK,
        crossed,
        () -> reason(state, crossed));
  }

  private Ruling bounce(State state, long now, Observation seen, Set<Signal> crossed) {
    State probe = state.bounced(now, pacer.probe(state, seen.canary()));
    String why = "; no baseline ran beside it, so back to weight %s to compare";
    return new Ruling(
        probe,
        Verdict.INCONCLUSIVE,
        Decision.KEEP_BAKING,
        Set.of(),
        () -> reason(state, crossed) + why.formatted(probe.progress().weight()));
  }

  private static String reason(State state, Set<Signal> crossed) {
    return crossed.stream()
        .map(signal -> Reason.of(state, signal))
        .collect(Collectors.joining("; ", "", ", at weight " + state.progress().weight()));
  }
}
