package dev.coalmine.judge;

import dev.coalmine.release.Decision;
import dev.coalmine.release.Verdict;
import dev.coalmine.request.MetricScope;
import dev.coalmine.target.Weight;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Weighs a canary against its baseline, minute by minute, and paces the release by it. It remembers
 * nothing: a {@link JudgeState} comes in and goes out with each look.
 */
public final class Judge {
  private final JudgeProfile profile;
  private final MetricScope scope;
  private final Pacer pacer;

  /**
   * A judge of one kind of release.
   *
   * @param profile how sure it must be
   * @param grid the weights that it may choose
   * @param scope what it judges by
   */
  public Judge(JudgeProfile profile, WeightLadder grid, MetricScope scope) {
    this.profile = profile;
    this.scope = scope;
    this.pacer = new Pacer(profile, grid, scope);
  }

  /** Begins a release; the state has its first weight. */
  public JudgeState start(BaselineHistory history) {
    return JudgeState.start(history, pacer.first(history));
  }

  /**
   * Looks at one more minute and sets the pace by it. A minute that was counted already, is older
   * than one that was, or has not been yet, changes nothing.
   *
   * @param now the minute of this look, counted as the observation's is
   * @param seen a complete minute; null is as {@link #judgeWithoutData}
   */
  public JudgeResult judgePaced(JudgeState before, long now, Observation seen) {
    if (seen == null || before.isRolledBack() || !before.isNew(seen, now)) {
      return judgeWithoutData(before);
    }
    JudgeState after = before.plus(seen.within(scope), profile);
    Set<TestKind> crossed = crossed(after);
    boolean alone = after.progress().weight() == Weight.ALL.percent();
    boolean fair = alone ? after.progress().isLastStrike() : seen.baseline().requests() > 0;
    if (isCompared(crossed) || (fair && !crossed.isEmpty())) {
      return rollBack(after, crossed);
    }
    // With nothing beside it, a limit may have been crossed by both versions.
    return alone && !crossed.isEmpty()
        ? stepBackToCompare(after, now, seen, crossed)
        : pacer.pace(after, now, seen);
  }

  /**
   * Looks at one more minute of a release whose weight a plan decides: rolls back when a test
   * crosses, else keeps the weight. Minutes that change nothing are those of {@link #judgePaced}.
   *
   * @param now the minute of this look, counted as the observation's is
   * @param seen a complete minute; null is as {@link #judgeWithoutData}
   * @param held the weight in force, above 0
   */
  public JudgeResult judgeFixedPlan(JudgeState before, long now, Observation seen, Weight held) {
    if (seen == null || before.isRolledBack() || !before.isNew(seen, now)) {
      return judgeWithoutData(before);
    }
    JudgeState after = before.plus(seen.within(scope), profile).withWeight(held);
    Set<TestKind> crossed = crossed(after);
    boolean fair = seen.baseline().requests() > 0 || held.equals(Weight.ALL);
    if (isCompared(crossed) || (fair && !crossed.isEmpty())) {
      return rollBack(after, crossed);
    }
    return JudgeResult.of(after, after, scope, () -> "the plan sets the weight");
  }

  /** What a look that has no new complete minute to go by comes to: nothing changes. */
  public JudgeResult judgeWithoutData(JudgeState state) {
    if (state.isRolledBack()) {
      return new JudgeResult(
          state,
          Verdict.FAIL,
          Decision.ROLL_BACK,
          Set.of(state.evidence().strongest(state.measuredScope(scope))),
          () ->
              ReasonText.of(state, state.evidence().strongest(state.measuredScope(scope)))
                  + "; rolled back");
    }
    return new JudgeResult(
        state,
        Verdict.INCONCLUSIVE,
        Decision.KEEP_BAKING,
        Set.of(),
        () -> "no new complete minute, at weight " + state.progress().weight());
  }

  /** The tests whose evidence is beyond their level. */
  private Set<TestKind> crossed(JudgeState state) {
    if (!state.evidence().hasCrossed()) {
      return Set.of();
    }
    Set<TestKind> crossed = EnumSet.noneOf(TestKind.class);
    for (TestKind signal : TestKind.values()) {
      if (state.evidence().log(signal) >= signal.threshold()) {
        crossed.add(signal);
      }
    }
    boolean alone = state.weight().equals(Weight.ALL);
    if (!alone && state.evidence().log(TestKind.ERRORS) < profile.agreement()) {
      crossed.remove(TestKind.ERROR_LIMIT); // the baseline beside it fails as well
    }
    return crossed;
  }

  private static boolean isCompared(Set<TestKind> crossed) {
    return !crossed.stream().allMatch(TestKind::isLimit);
  }

  private static JudgeResult rollBack(JudgeState state, Set<TestKind> crossed) {
    return new JudgeResult(
        state.withWeight(Weight.NONE),
        Verdict.FAIL,
        Decision.ROLL_BACK,
        crossed,
        () -> reason(state, crossed));
  }

  private JudgeResult stepBackToCompare(
      JudgeState state, long now, Observation seen, Set<TestKind> crossed) {
    JudgeState probe = state.withStepBack(now, pacer.probe(state, seen.canary()));
    String why = "; no baseline was serving, so the weight drops to %s to compare";
    return new JudgeResult(
        probe,
        Verdict.INCONCLUSIVE,
        Decision.KEEP_BAKING,
        Set.of(),
        () -> reason(state, crossed) + why.formatted(probe.progress().weight()));
  }

  private static String reason(JudgeState state, Set<TestKind> crossed) {
    return crossed.stream()
        .map(signal -> ReasonText.of(state, signal))
        .collect(Collectors.joining("; ", "", ", at weight " + state.progress().weight()));
  }
}
