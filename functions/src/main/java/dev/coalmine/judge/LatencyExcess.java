package dev.coalmine.judge;

import dev.coalmine.release.ThresholdCounts;

/**
 * How much slower the canary was than the baseline beside it, as weighted sums of differences over
 * minutes.
 *
 * @param rank of the mean rank scores
 * @param slow of the shares over p90
 * @param tail of the shares over p99
 * @param pairs the weights: durations of both versions, n1 n0 / (n1 + n0) a minute
 */
record LatencyExcess(double rank, double slow, double tail, double pairs) {
  static final LatencyExcess NOTHING = new LatencyExcess(0, 0, 0, 0);
  private static final double FEW = 3; // pairs that say nothing of a mean

  LatencyExcess plus(MinuteComparison minute) {
    double n1 = minute.canary().durations();
    double n0 = minute.baseline().durations();
    double n = Math.max(n1 + n0, 1);
    ThresholdCounts c = minute.canary().above();
    ThresholdCounts b = minute.baseline().above();
    return new LatencyExcess(
        rank + (n0 * minute.canaryRank().sum() - n1 * minute.baselineRank().sum()) / n,
        slow + (n0 * c.p90() - n1 * b.p90()) / n,
        tail + (n0 * c.p99() - n1 * b.p99()) / n,
        pairs + n1 * n0 / n);
  }

  /** The sums of an earlier excess at half their weight, and of this one. */
  LatencyExcess after(LatencyExcess earlier) {
    return new LatencyExcess(
        earlier.rank / 2 + rank,
        earlier.slow / 2 + slow,
        earlier.tail / 2 + tail,
        earlier.pairs / 2 + pairs);
  }

  /** The larger means of both. */
  LatencyExcess orWorse(LatencyExcess other) {
    if (other.pairs < FEW) {
      return this;
    }
    return new LatencyExcess(
        Math.max(rank, other.rank / other.pairs),
        Math.max(slow, other.slow / other.pairs),
        Math.max(tail, other.tail / other.pairs),
        1);
  }

  /** The mean excess in the measure of a test of latency. */
  double mean(TestKind test) {
    double sum =
        switch (test) {
          case SLOW, SLOW_LIMIT -> slow;
          case TAIL -> tail;
          case LATENCY, ERRORS, ERROR_LIMIT -> rank;
        };
    return sum / Math.max(pairs, 1e-9);
  }

  void pack(StatePacker out) {
    out.add(rank, slow, tail, pairs);
  }

  static LatencyExcess unpack(StateUnpacker in) {
    return new LatencyExcess(in.next(), in.next(), in.next(), in.next());
  }
}
