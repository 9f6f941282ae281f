package dev.coalmine.judge;

import dev.coalmine.release.Decision;
import dev.coalmine.release.Verdict;
import dev.coalmine.request.MetricScope;
import dev.coalmine.target.Weight;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Tests a canary against its baseline, minute by minute, and sets the weight by the evidence. A
 * judge has no state of its own: each look takes a {@link JudgeState} and returns the next one.
 */
public final class Judge {
  /** Log evidence from which on a step of a fixed plan does not pass: odds of 10 to 1. */
  private static final double DOUBT = Math.log(10);

  private static final String QUIET = "no requests in the last minute";
  private static final String SUDDEN_ERRORS =
      "errors came suddenly, as from one client or container";

  private final JudgeProfile profile;
  private final MetricScope scope;
  private final Pacer pacer;
  private final LatencyRule latencyRule;
  private final boolean comparesSuddenErrors;

  /**
   * Creates a judge.
   *
   * @param profile margins and durations of the plan
   * @param ladder the weights that it may choose
   * @param scope the metrics that it uses
   */
  public Judge(JudgeProfile profile, WeightLadder ladder, MetricScope scope) {
    this(profile, scope, new Pacer(profile, ladder, scope), true);
  }

  private Judge(
      JudgeProfile profile, MetricScope scope, Pacer pacer, boolean comparesSuddenErrors) {
    this.profile = profile;
    this.scope = scope;
    this.pacer = pacer;
    this.latencyRule = new LatencyRule(profile);
    this.comparesSuddenErrors = comparesSuddenErrors;
  }

  /** The same for probes, which are one client: errors that begin suddenly are the version's. */
  public Judge forProbes() {
    return new Judge(profile, scope, pacer, false);
  }

  /** The state at the start of a release, with its first weight. */
  public JudgeState start(BaselineHistory history) {
    return JudgeState.start(history, pacer.first(history));
  }

  /**
   * Judges one more minute and chooses the next weight. A minute that is not later than the last
   * counted one, or that is later than now, changes nothing.
   *
   * @param now the minute of this look, on the same scale as the observation's minute
   * @param seen a complete minute; null means the same as {@link #judgeWithoutData}
   */
  public JudgeResult judgePaced(JudgeState before, long now, Observation seen) {
    if (seen == null || before.isRolledBack() || !before.isNew(seen, now)) {
      return judgeWithoutData(before);
    }
    JudgeState after = before.plus(seen.within(scope), profile).acquittedIfCalm(now);
    Set<TestKind> crossed = crossed(after);
    boolean alone = after.weight().equals(Weight.ALL) && !hasComparison(crossed);
    if (alone && !crossed.isEmpty() && !isExcusedAlone(after, crossed)) {
      // Without a baseline beside it, both versions may be over the limit.
      String why = "no baseline was serving";
      return compareAfresh(after, now, pacer.probe(after, seen.canary()), crossed, why);
    }
    if (isOverALimitAlone(after, crossed)) {
      return rollBack(after, crossed);
    }
    Finding finding = find(before, after, now, seen, crossed);
    return switch (finding.kind()) {
      case PROVEN -> rollBack(finding.state(), crossed);
      case SUDDEN -> compareAfresh(after, now, lower(after, seen), crossed, SUDDEN_ERRORS);
      case OPEN ->
          seen.requests() == 0
              ? keepWeight(finding.state(), pacer.passes(finding.state()), QUIET)
              : pacer.pace(finding.state(), now, seen);
    };
  }

  /**
   * Judges one more minute of a release whose plan sets the weight: rolls back when a test crosses
   * its threshold, else keeps the weight. A minute is ignored as by {@link #judgePaced}.
   *
   * @param now the minute of this look, on the same scale as the observation's minute
   * @param seen a complete minute; null means the same as {@link #judgeWithoutData}
   * @param held the weight in force, above 0
   */
  public JudgeResult judgeFixedPlan(JudgeState before, long now, Observation seen, Weight held) {
    if (seen == null || before.isRolledBack() || !before.isNew(seen, now)) {
      return judgeWithoutData(before);
    }
    JudgeState after =
        before.plus(seen.within(scope), profile).withWeight(held).acquittedIfCalm(now);
    Set<TestKind> crossed = crossed(after);
    boolean alone = held.equals(Weight.ALL) && !hasComparison(crossed);
    if (alone && !crossed.isEmpty() && !isExcusedAlone(after, crossed)) {
      return rollBack(after, crossed);
    }
    if (isOverALimitAlone(after, crossed)) {
      return rollBack(after, crossed);
    }
    Finding finding = find(before, after, now, seen, crossed);
    return switch (finding.kind()) {
      case PROVEN -> rollBack(finding.state(), crossed);
      case SUDDEN -> compareAfresh(after, now, held.percent(), crossed, SUDDEN_ERRORS);
      case OPEN -> keepPlan(finding.state(), now, seen);
    };
  }

  private JudgeResult keepPlan(JudgeState state, long now, Observation seen) {
    boolean comparing = state.progress().isHeld(now);
    boolean calm = isCalm(state, false) && !comparing;
    if (seen.requests() == 0) {
      return keepWeight(state, calm, QUIET);
    }
    if (comparing) {
      return keepWeight(state, calm, "comparing with the baseline after sudden errors");
    }
    return keepWeight(
        state, calm, calm ? "the plan sets the weight" : doubtText(state, "pass the step"));
  }

  /** Whether a canary that nothing can be compared with is over a limit. */
  private static boolean isOverALimitAlone(JudgeState state, Set<TestKind> crossed) {
    boolean warm = state.warmUp().isWarm(state.rate());
    return !state.isCompared()
        && crossed.stream().anyMatch(test -> test.isLimit() && (warm || test.isErrorTest()));
  }

  private JudgeResult keepWeight(JudgeState state, boolean calm, String why) {
    return JudgeResult.of(state, state, scope, calm, () -> why);
  }

  /**
   * Whether nothing speaks against the canary.
   *
   * @param paced whether the evidence sets the weight, which needs less doubt than a step
   */
  public boolean isCalm(JudgeState state, boolean paced) {
    return paced ? pacer.isCalm(state) : state.evidence().strongestLog() < DOUBT;
  }

  /** The rollback by evidence that crossed its threshold without a new minute, by late counts. */
  public Optional<JudgeResult> failure(JudgeState state) {
    Set<TestKind> crossed = crossed(state);
    boolean errors =
        hasComparison(only(crossed, true)) && !isSudden(state, state.progress().minute());
    boolean proven = errors || latencyRule.isProven(state, only(crossed, false));
    return !state.isRolledBack() && hasComparison(crossed) && proven
        ? Optional.of(rollBack(state, crossed))
        : Optional.empty();
  }

  /** What was counted so far, after another text; empty before the first request of the canary. */
  public String soFarText(JudgeState state) {
    return state.canary().requests() == 0
        ? ""
        : "; so far "
            + ReasonText.of(state, state.evidence().strongest(state.measuredScope(scope)));
  }

  /** Why the evidence allows neither to go on nor to roll back. */
  static String doubtText(JudgeState state, String next) {
    if (state.evidence().hasCrossed()) {
      return state.warmUp().isDoubted()
          ? "over the limit, but new containers were slower before: a rollback needs more evidence"
          : "over the limit, but not clearly worse than the baseline";
    }
    String what = state.weight().equals(Weight.ALL) ? "call it healthy" : next;
    return "evidence too high to %s, too low to roll back".formatted(what);
  }

  /**
   * The state after CloudWatch has changed the counts of a minute that was judged before: Lambda
   * reports an invocation when it ends, under the minute in which it began. The minute's likelihood
   * ratio is replaced by that of its counts now, in all alternatives: those that start after that
   * minute get the change as well, since the state has no trace of them apart.
   *
   * @param before the counts as they were judged
   * @param after the counts of the same minute now, none lower than before
   */
  public JudgeState revise(JudgeState state, Observation before, Observation after) {
    return state.isRolledBack()
        ? state
        : state.revised(before.within(scope), after.within(scope), profile);
  }

  private enum FindingKind {
    PROVEN,
    SUDDEN,
    OPEN
  }

  private record Finding(FindingKind kind, JudgeState state) {}

  /** What the tests beside a baseline say. */
  private Finding find(
      JudgeState before, JudgeState after, long now, Observation seen, Set<TestKind> crossed) {
    Set<TestKind> errors = only(crossed, true);
    Set<TestKind> latency = only(crossed, false);
    boolean comparable = seen.baseline().requests() > 0;
    Set<TestKind> found = comparable || hasComparison(latency) ? latency : Set.of();
    if (latencyRule.isProven(after, found)) {
      return new Finding(FindingKind.PROVEN, after);
    }
    if (!errors.isEmpty() && (comparable || hasComparison(errors))) {
      boolean sudden = isSudden(after, now);
      return new Finding(sudden ? FindingKind.SUDDEN : FindingKind.PROVEN, after);
    }
    if (found.size() < latency.size() && isExcusedAlone(after, crossed)) {
      return new Finding(FindingKind.OPEN, after.withLatencyAfresh());
    }
    boolean wasWarm = before.warmUp().isWarm(before.rate());
    return new Finding(FindingKind.OPEN, latencyRule.excuse(after, wasWarm, found));
  }

  private boolean isSudden(JudgeState state, long now) {
    return comparesSuddenErrors
        && state.onset().isSudden(state.historicalRates(), state.progress().isHeld(now));
  }

  private int lower(JudgeState state, Observation seen) {
    return Math.min(state.progress().weight(), pacer.probe(state, seen.canary()));
  }

  /** Whether only durations cross at 100 %, where new containers are still warming up. */
  private static boolean isExcusedAlone(JudgeState state, Set<TestKind> crossed) {
    return only(crossed, true).isEmpty() && !state.warmUp().isWarm(state.rate());
  }

  /** The result of a look without a new complete minute: the state stays as it is. */
  public JudgeResult judgeWithoutData(JudgeState state) {
    if (state.isRolledBack()) {
      TestKind strongest = state.evidence().strongest(state.measuredScope(scope));
      return new JudgeResult(
          state,
          Verdict.FAIL,
          Decision.ROLL_BACK,
          Set.of(strongest),
          () -> ReasonText.of(state, strongest) + "; rolled back");
    }
    return new JudgeResult(
        state,
        Verdict.INCONCLUSIVE,
        Decision.KEEP_BAKING,
        Set.of(),
        () -> "no new complete minute, at weight " + state.progress().weight());
  }

  /** The tests whose evidence has reached their threshold. */
  private Set<TestKind> crossed(JudgeState state) {
    if (!state.evidence().hasCrossed()) {
      return Set.of();
    }
    Set<TestKind> crossed = EnumSet.noneOf(TestKind.class);
    for (TestKind test : TestKind.values()) {
      if (state.evidence().log(test) >= test.threshold()) {
        crossed.add(test);
      }
    }
    boolean hasAllTraffic = state.weight().equals(Weight.ALL);
    if (!hasAllTraffic
        && state.isCompared()
        && state.evidence().log(TestKind.ERRORS) < profile.agreement()) {
      crossed.remove(TestKind.ERROR_LIMIT); // the baseline fails as well
    }
    return crossed;
  }

  /** The tests of errors among these, or else those of durations. */
  private static Set<TestKind> only(Set<TestKind> crossed, boolean errors) {
    return crossed.stream()
        .filter(test -> test.isErrorTest() == errors)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Whether a test that compares with the baseline has crossed, not only limits. */
  private static boolean hasComparison(Set<TestKind> crossed) {
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

  private JudgeResult compareAfresh(
      JudgeState state, long now, int weight, Set<TestKind> crossed, String cause) {
    JudgeState probe = state.withStepBack(now, weight);
    int before = state.progress().weight();
    String why =
        weight < before
            ? "%s, so the weight drops to %s to compare".formatted(cause, weight)
            : cause + ", so the comparison starts afresh";
    return new JudgeResult(
        probe,
        Verdict.INCONCLUSIVE,
        Decision.KEEP_BAKING,
        Set.of(),
        () -> reason(state, crossed) + "; " + why);
  }

  private static String reason(JudgeState state, Set<TestKind> crossed) {
    return crossed.stream()
        .map(test -> ReasonText.of(state, test))
        .collect(Collectors.joining("; ", "", ", at weight " + state.progress().weight()));
  }
}
