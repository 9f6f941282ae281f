package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.request.MetricScope;

/** Sets the weight after a look in which no test crossed its threshold. */
final class Pacer {
  private static final double SUSPICION = Math.log(2);
  private static final int ALL = 100;

  private final JudgeProfile profile;
  private final WeightLadder ladder;
  private final MetricScope scope;
  private final int cap;

  Pacer(JudgeProfile profile, WeightLadder ladder, MetricScope scope) {
    this.profile = profile;
    this.ladder = ladder;
    this.scope = scope;
    this.cap = ladder.atMost(profile.cap());
  }

  /** The first weight of a release; the lowest one if the traffic is unknown. */
  int first(BaselineHistory history) {
    double first = history.minutes().isEmpty() ? 0 : new RiskBudget(history.rate()).first();
    return ladder.atMost(Math.min(first, profile.firstCap()));
  }

  /**
   * The weight for a comparison after a limit was crossed at 100 %.
   *
   * @param canary counts of the last minute, which alone decide it
   */
  int probe(JudgeState state, RequestCounts canary) {
    double usual = state.historicalRates().errorRate();
    double excess = RiskBudget.excess(canary.errors(), canary.requests(), usual);
    return ladder.atMost(Math.min(new RiskBudget(state.rate()).affordable(excess, usual), cap));
  }

  /** The result of a look in which no test crossed: the weight may rise, and never falls. */
  JudgeResult pace(JudgeState state, long now, Observation seen) {
    boolean calm = isCalm(state);
    boolean holding = calm && state.progress().weight() == cap && seen.canary().requests() > 0;
    PacingProgress progress = holding ? state.progress().plusCalmMinute() : state.progress();

    DecayingCounts canary = state.decayingCanary();
    double excess = RiskBudget.excess(canary.errors(), canary.requests(), baselineRate(state));
    PromotionReadiness promotion = PromotionReadiness.of(state, excess, profile, scope);
    boolean mayRise = calm && !progress.isHeld(now);
    int allowed = allowedWeight(state, progress, promotion, excess);
    int next = mayRise ? Math.max(progress.weight(), allowed) : progress.weight();
    return JudgeResult.of(
        state,
        state.with(progress.withWeight(next)),
        scope,
        calm,
        () ->
            next > progress.weight()
                ? raisedReason(state, next)
                : heldReason(state, now, promotion));
  }

  /** Whether nothing speaks against the canary, and no incident hides what would. */
  boolean isCalm(JudgeState state) {
    return state.evidence().strongestLog() < SUSPICION && !isIncident(state);
  }

  private static boolean isIncident(JudgeState state) {
    return state.recent().isIncident(state.historicalRates());
  }

  private static double baselineRate(JudgeState state) {
    return state.decayingBaseline().errorRate(state.historicalRates());
  }

  private int allowedWeight(
      JudgeState state, PacingProgress progress, PromotionReadiness promotion, double excess) {
    double affordable = new RiskBudget(state.rate()).affordable(excess, baselineRate(state));
    boolean ready = state.hasSeenEnough() && progress.weight() >= cap;
    boolean due = ready && promotion.isDue(progress.calmMinutes(), affordable >= ALL, profile);
    return ladder.atMost(
        due ? ALL : Math.min(Math.min(affordable, highestNextWeight(progress)), cap));
  }

  /** The highest next weight. On a coarse ladder the next rung may exceed the allowed growth. */
  private double highestNextWeight(PacingProgress progress) {
    return Math.max(RiskBudget.GROWTH * progress.weight(), ladder.next(progress.weight()));
  }

  private static String raisedReason(JudgeState state, int next) {
    if (next == ALL) {
      return "no relevant regression left to rule out";
    }
    return state.canary().requests() == 0
        ? "no request of the canary to judge by yet; the risk budget allows " + next
        : "no regression found, so the weight rises to " + next;
  }

  private String heldReason(JudgeState state, long now, PromotionReadiness promotion) {
    int weight = state.progress().weight();
    if (weight == ALL && isCalm(state)) {
      return "promoted, watching";
    }
    if (isIncident(state)) {
      return "the baseline fails more than usual";
    }
    if (state.evidence().strongestLog() >= SUSPICION) {
      return Judge.doubtText(state, "raise the weight");
    }
    if (state.progress().isHeld(now)) {
      return "holding the weight to compare with the baseline";
    }
    return weight < cap
        ? "the risk budget does not allow a higher weight yet"
        : promotionHeldReason(state, promotion);
  }

  private String promotionHeldReason(JudgeState state, PromotionReadiness promotion) {
    if (!state.hasSeenEnough()) {
      return "not enough data for promotion yet";
    }
    String unclear = promotion.unclearTest(profile);
    return unclear.isEmpty()
        ? "no regression found, holding the weight a little longer"
        : "a regression in " + unclear + " is not ruled out yet";
  }
}
