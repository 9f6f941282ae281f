package dev.coalmine.judge;

/**
 * What one version did lately: each minute counts less than the one after it, by 0.9 for requests
 * and by 0.7 for durations.
 */
record Fading(double requests, double errors, double durations, double slow) {
  static final Fading NOTHING = new Fading(0, 0, 0, 0);

  Fading plus(Side side) {
    return new Fading(
        .9 * requests + side.requests(),
        .9 * errors + side.errors(),
        .7 * durations + side.durations(),
        .7 * slow + side.above().p90());
  }

  Fading withoutRequests() {
    return new Fading(0, 0, durations, slow);
  }

  /** The error rate, taken as usual for as long as little was seen. */
  double errorRate(Usual usual) {
    return (errors + 20 * usual.errorRate()) / (requests + 20);
  }

  /** The share of slow requests, taken as usual for as long as little was seen. */
  double slowRate(Usual usual) {
    return (slow + 20 * usual.slowRate()) / (durations + 20);
  }

  void pack(Packer out) {
    out.add(requests, errors, durations, slow);
  }

  static Fading unpack(Unpacker in) {
    return new Fading(in.next(), in.next(), in.next(), in.next());
  }
}
