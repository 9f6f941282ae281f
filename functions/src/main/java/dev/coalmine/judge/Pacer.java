package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.request.MetricScope;

/** Sets the weight after a look in which no test crossed its threshold. */
final class Pacer {
  private static final int ALL = 100;
  private static final double WARM_UP_MINUTES = 5;

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
    boolean holding = calm && state.progress().weight() >= cap && seen.canary().requests() > 0;
    PacingProgress progress = holding ? state.progress().plusCalmMinute() : state.progress();

    DecayingCounts canary = state.decayingCanary();
    double excess = RiskBudget.excess(canary.errors(), canary.requests(), baselineRate(state));
    PromotionReadiness promotion = PromotionReadiness.of(state, excess, profile, scope);
    boolean free = !isIncident(state) && !progress.isHeld(now);
    int next = progress.weight();
    if (free && calm && !state.warmUp().isHolding()) {
      next = Math.max(next, allowedWeight(state, progress, promotion, excess));
    } else if (free && isWarmingUp(state)) {
      next = Math.max(next, weightToWarmUp(state, excess));
    }
    int chosen = next;
    return JudgeResult.of(
        state,
        state.with(progress.withWeight(next)),
        scope,
        passes(state),
        () ->
            chosen > progress.weight()
                ? raisedReason(state, chosen)
                : heldReason(state, now, promotion));
  }

  /** Whether nothing speaks against the canary, and no incident hides what would. */
  boolean isCalm(JudgeState state) {
    return state.evidence().strongestLog() < TestEvidence.SUSPICION && !isIncident(state);
  }

  /** Whether the canary looks healthy: nothing speaks against it, and nothing is excused either. */
  boolean passes(JudgeState state) {
    return isCalm(state) && !isWarmingUp(state);
  }

  private static boolean isIncident(JudgeState state) {
    return state.recent().isIncident(state.historicalRates());
  }

  /** Whether only durations are worse, and the canary's containers are still new. */
  private static boolean isWarmingUp(JudgeState state) {
    WarmUpProgress warmUp = state.warmUp();
    boolean slow =
        warmUp.isHolding() || state.evidence().strongestLog(false) >= TestEvidence.SUSPICION;
    return slow
        && state.evidence().strongestLog(true) < TestEvidence.SUSPICION
        && !warmUp.isWarm(state.rate())
        && warmUp.minutes() > 0;
  }

  /** The weight at which the canary's containers get warm within a few minutes. */
  private int weightToWarmUp(JudgeState state, double excess) {
    double rate = Math.max(state.rate(), .01);
    double reach = ALL * WarmUpProgress.excused(rate) / (WARM_UP_MINUTES * rate);
    double affordable = new RiskBudget(state.rate()).affordable(excess, baselineRate(state));
    double highest = Math.min(RiskBudget.GROWTH * state.progress().weight(), reach);
    return ladder.atMost(Math.min(Math.min(affordable, highest), cap));
  }

  private static double baselineRate(JudgeState state) {
    return state.decayingBaseline().errorRate(state.historicalRates());
  }

  private int allowedWeight(
      JudgeState state, PacingProgress progress, PromotionReadiness promotion, double excess) {
    double affordable = new RiskBudget(state.rate()).affordable(excess, baselineRate(state));
    boolean judged = !state.warmUp().isDoubted() || state.warmUp().isBlockFull(state.rate());
    boolean ready = state.hasSeenEnough() && judged && progress.weight() >= cap;
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
    if (isWarmingUp(state)) {
      return ReasonText.warmUp(state) + ", so the weight rises to " + next;
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
    if (isWarmingUp(state)) {
      return ReasonText.warmUp(state);
    }
    if (state.evidence().strongestLog() >= TestEvidence.SUSPICION) {
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
      return "not enough data for promotion yet" + ReasonText.outlook(state);
    }
    String unclear = promotion.unclearTest(profile);
    return unclear.isEmpty()
        ? "no regression found, holding the weight a little longer"
        : "a regression in " + unclear + " is not ruled out yet";
  }
}
