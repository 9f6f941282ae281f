package dev.coalmine.judge;

/**
 * Sums for the decision to promote: whether the counts are evidence against the smallest regression
 * that matters. An incident of the baseline resets all sums except those of the rank.
 *
 * @param rankLead sum of the differences of canary and baseline in rank score, less the allowance
 *     for cold starts
 * @param pairs weight of that sum: durations of both versions, n1 n0 / (n1 + n0) a minute
 * @param requests of the canary; likewise errors and durations
 * @param tail durations of the canary over p99
 * @param tailExcuse durations of the canary, each times {@link ColdStartAllowance#tailFactor} of
 *     its minute
 * @param baselineTail durations of the baseline over p99
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
  private static final double FADING = .8; // a minute

  static final PromotionEvidence NOTHING = new PromotionEvidence(0, 0, 0, 0, 0, 0, 0, 0, 0);

  /** After a minute; in an incident, errors are not counted. */
  PromotionEvidence plus(MinuteComparison minute, boolean incident) {
    double n1 = minute.canary().durations();
    double n0 = minute.baseline().durations();
    double n = Math.max(n1 + n0, 1);
    double weight = n1 * n0 / n;
    double lead =
        rankLead
            + (n0 * minute.canaryRank().sum() - n1 * minute.baselineRank().sum()) / n
            - minute.cold().rank() * weight;
    return incident
        ? new PromotionEvidence(lead, pairs + weight, 0, 0, 0, 0, 0, 0, 0)
        : withCounts(minute, lead, pairs + weight);
  }

  /** The sums after the counts of an earlier minute have changed. */
  PromotionEvidence revised(MinuteComparison before, MinuteComparison after) {
    PromotionEvidence was = NOTHING.plus(before, false);
    PromotionEvidence is = NOTHING.plus(after, false);
    return new PromotionEvidence(
        rankLead + is.rankLead - was.rankLead,
        pairs + is.pairs - was.pairs,
        requests + is.requests - was.requests,
        errors + is.errors - was.errors,
        durations + is.durations - was.durations,
        tail + is.tail - was.tail,
        tailExcuse + is.tailExcuse - was.tailExcuse,
        baselineDurations + is.baselineDurations - was.baselineDurations,
        baselineTail + is.baselineTail - was.baselineTail);
  }

  /** The sums without those of durations. */
  PromotionEvidence withoutLatency() {
    return new PromotionEvidence(0, 0, requests, errors, 0, 0, 0, 0, 0);
  }

  /** The sums with those of durations at a lower weight, so that newer minutes count more. */
  PromotionEvidence fading() {
    return new PromotionEvidence(
        FADING * rankLead,
        FADING * pairs,
        requests,
        errors,
        FADING * durations,
        FADING * tail,
        FADING * tailExcuse,
        FADING * baselineDurations,
        FADING * baselineTail);
  }

  private PromotionEvidence withCounts(MinuteComparison minute, double lead, double nextPairs) {
    double n1 = minute.canary().durations();
    return new PromotionEvidence(
        lead,
        nextPairs,
        requests + minute.canary().requests(),
        errors + minute.canary().errors(),
        durations + n1,
        tail + minute.canary().above().p99(),
        tailExcuse + n1 * minute.cold().tailFactor(),
        baselineDurations + minute.baseline().durations(),
        baselineTail + minute.baseline().above().p99());
  }

  /**
   * Log likelihood ratio of a rise in rank against no rise.
   *
   * @param rise of the mean rank score
   */
  double rank(double rise) {
    return 12 * rise * (rankLead - rise / 2 * pairs);
  }

  /**
   * Log likelihood ratio of a higher error rate against the usual one.
   *
   * @param rise of the error rate
   */
  double errors(double rise, double usualRate) {
    return errors * Math.log1p(rise / usualRate) - requests * rise;
  }

  /**
   * Log likelihood ratio of a higher share of requests over p99 against the baseline's.
   *
   * @param rise of the share
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
