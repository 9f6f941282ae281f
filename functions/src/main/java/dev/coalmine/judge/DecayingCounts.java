package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;

/**
 * Exponentially decaying counts of one version. Each minute, earlier requests and errors decay by
 * 0.9, earlier durations and slow requests by 0.7.
 *
 * @param slow durations over the baseline's p90 before the release
 */
record DecayingCounts(double requests, double errors, double durations, double slow) {
  static final DecayingCounts NOTHING = new DecayingCounts(0, 0, 0, 0);

  DecayingCounts plus(RequestCounts minute) {
    return new DecayingCounts(
        .9 * requests + minute.requests(),
        .9 * errors + minute.errors(),
        .7 * durations + minute.durations(),
        .7 * slow + minute.above().p90());
  }

  /** The same with counts that came later. */
  DecayingCounts plusLate(RequestCounts more) {
    return new DecayingCounts(
        requests + more.requests(),
        errors + more.errors(),
        durations + more.durations(),
        slow + more.above().p90());
  }

  DecayingCounts withoutRequests() {
    return new DecayingCounts(0, 0, durations, slow);
  }

  /** The error rate, shrunk towards the usual one by 20 requests at that rate. */
  double errorRate(HistoricalRates usual) {
    return (errors + 20 * usual.errorRate()) / (requests + 20);
  }

  /** The share of slow requests, shrunk towards the usual one by 20 requests at that share. */
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
