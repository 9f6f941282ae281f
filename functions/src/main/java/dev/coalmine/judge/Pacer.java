package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.request.MetricScope;

/** Sets the weight of a canary against which nothing has been found. */
final class Pacer {
  private static final double SUSPICION = Math.log(2);
  private static final int ALL = 100;

  private final JudgeProfile profile;
  private final WeightLadder grid;
  private final MetricScope scope;
  private final int cap;

  Pacer(JudgeProfile profile, WeightLadder grid, MetricScope scope) {
    this.profile = profile;
    this.grid = grid;
    this.scope = scope;
    this.cap = grid.atMost(profile.cap());
  }

  /** The first weight of a release; the lowest if nobody knows what a percent of the traffic is. */
  int first(BaselineHistory history) {
    double first = history.minutes().isEmpty() ? 0 : new RiskBudget(history.rate()).first();
    return grid.atMost(Math.min(first, profile.firstCap()));
  }

  /** The weight to compare at after a limit was crossed, by what the last minute alone allows. */
  int probe(JudgeState state, RequestCounts canary) {
    double usual = state.historicalRates().errorRate();
    double excess = RiskBudget.excess(canary.errors(), canary.requests(), usual);
    return grid.atMost(Math.min(new RiskBudget(state.rate()).affordable(excess, usual), cap));
  }

  /** The weight after a look that found nothing: it may rise, never fall. */
  JudgeResult pace(JudgeState state, long now, Observation seen) {
    boolean incident = state.recent().isIncident(state.historicalRates());
    boolean calm = state.evidence().strongestLog() < SUSPICION && !incident;
    boolean holding = calm && state.progress().weight() == cap && seen.canary().requests() > 0;
    PacingProgress progress = holding ? state.progress().plusCalmMinute() : state.progress();

    DecayingCounts canary = state.decayingCanary();
    double usual = state.decayingBaseline().errorRate(state.historicalRates());
    double excess = RiskBudget.excess(canary.errors(), canary.requests(), usual);
    double affordable = new RiskBudget(state.rate()).affordable(excess, usual);
    PromotionReadiness promotion = PromotionReadiness.of(state, excess, profile, scope);
    boolean ready = state.hasSeenEnough() && progress.weight() >= cap;
    boolean due = ready && promotion.isDue(progress.calmMinutes(), affordable >= ALL, profile);

    int higher =
        grid.atMost(due ? ALL : Math.min(Math.min(affordable, highestNextWeight(progress)), cap));
    boolean free = calm && !progress.isHeld(now);
    int next = free ? Math.max(progress.weight(), higher) : progress.weight();
    return JudgeResult.of(
        state,
        state.with(progress.withWeight(next)),
        scope,
        () ->
            next > progress.weight()
                ? raisedReason(next)
                : heldReason(state, now, incident, promotion));
  }

  /** The highest next weight; on a coarse grid further away than the growth allows. */
  private double highestNextWeight(PacingProgress progress) {
    return Math.max(RiskBudget.GROWTH * progress.weight(), grid.next(progress.weight()));
  }

  private static String raisedReason(int next) {
    return next == ALL
        ? "no relevant regression left to rule out"
        : "no regression found, so the weight rises to " + next;
  }

  private String heldReason(
      JudgeState state, long now, boolean incident, PromotionReadiness promotion) {
    int weight = state.progress().weight();
    if (weight == ALL) {
      return "promoted, watching";
    }
    if (incident) {
      return "the baseline fails more than usual";
    }
    if (state.evidence().strongestLog() >= SUSPICION) {
      return "evidence too high to raise the weight, too low to roll back";
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
