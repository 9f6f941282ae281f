package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;

/**
 * What one version did lately: each minute counts less than the one after it, by 0.9 for requests
 * and by 0.7 for durations.
 */
record DecayingCounts(double requests, double errors, double durations, double slow) {
  static final DecayingCounts NOTHING = new DecayingCounts(0, 0, 0, 0);

  DecayingCounts plus(RequestCounts side) {
    return new DecayingCounts(
        .9 * requests + side.requests(),
        .9 * errors + side.errors(),
        .7 * durations + side.durations(),
        .7 * slow + side.above().p90());
  }

  DecayingCounts withoutRequests() {
    return new DecayingCounts(0, 0, durations, slow);
  }

  /** The error rate, taken as usual for as long as little was seen. */
  double errorRate(HistoricalRates usual) {
    return (errors + 20 * usual.errorRate()) / (requests + 20);
  }

  /** The share of slow requests, taken as usual for as long as little was seen. */
  double slowRate(HistoricalRates usual) {
    return (slow + 20 * usual.slowRate()) / (durations + 20);
  }

  void pack(StatePacker out) {
    out.add(requests, errors, durations, slow);
  }

  static DecayingCounts unpack(StateUnpacker in) {
    return new DecayingCounts(in.next(), in.next(), in.next(), in.next());
  }
}
