package dev.coalmine.judge;

/**
 * Sums that promotion is decided by: whether the counts speak against the smallest regression that
 * matters. All but the rank's start anew after an incident of the baseline.
 *
 * @param rankLead by how much the canary's durations rank above the baseline's, cold starts excused
 * @param pairs the weight of that lead
 * @param tailExcuse durations, each times what cold starts excuse of the tail
 */
record PromotionEvidence(
    double rankLead,
    double pairs,
    double requests,
    double errors,
    double durations,
    double tail,
    double tailExcuse,
    double baselineDurations,
    double baselineTail) {
  static final PromotionEvidence NOTHING = new PromotionEvidence(0, 0, 0, 0, 0, 0, 0, 0, 0);

  PromotionEvidence plus(MinuteComparison minute, boolean incident) {
    double n1 = minute.canary().durations();
    double n0 = minute.baseline().durations();
    double n = Math.max(n1 + n0, 1);
    double weight = n1 * n0 / n;
    double lead =
        rankLead
            + (n0 * minute.canaryRank().sum() - n1 * minute.baselineRank().sum()) / n
            - minute.cold().rank() * weight;
    if (incident) {
      return new PromotionEvidence(lead, pairs + weight, 0, 0, 0, 0, 0, 0, 0);
    }
    return new PromotionEvidence(
        lead,
        pairs + weight,
        requests + minute.canary().requests(),
        errors + minute.canary().errors(),
        durations + n1,
        tail + minute.canary().above().p99(),
        tailExcuse + n1 * minute.cold().tailFactor(),
        baselineDurations + n0,
        baselineTail + minute.baseline().above().p99());
  }

  /**
   * Log likelihood ratio of the smallest rise in rank that matters, against none.
   *
   * @param rise that rise of the mean rank score
   */
  double rank(double rise) {
    return 12 * rise * (rankLead - rise / 2 * pairs);
  }

  /**
   * Log likelihood ratio of so many more errors, against the usual rate.
   *
   * @param rise that rise of the error rate
   */
  double errors(double rise, double usualRate) {
    return errors * Math.log1p(rise / usualRate) - requests * rise;
  }

  /**
   * Log likelihood ratio of so many more very slow requests, against the baseline's share of them.
   *
   * @param rise that rise of the share
   */
  double tail(double rise) {
    double excuse = durations > 0 ? tailExcuse / durations : 1;
    double share = (baselineTail + 1) / (baselineDurations + 100) * excuse;
    return tail * Math.log1p(rise / share) - durations * rise;
  }

  void pack(StatePacker out) {
    out.add(rankLead, pairs, requests, errors, durations, tail, tailExcuse);
    out.add(baselineDurations, baselineTail);
  }

  static PromotionEvidence unpack(StateUnpacker in) {
    return new PromotionEvidence(
        in.next(), in.next(), in.next(), in.next(), in.next(), in.next(), in.next(), in.next(),
        in.next());
  }
}
