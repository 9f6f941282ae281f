package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import java.util.Random;
import java.util.stream.IntStream;

/** Random minutes of two versions; the same seed gives the same minutes. */
final class SyntheticTraffic {
  private static final double[] HEALTHY = {.7, .5, .25, .1, .01};

  private final Random random;
  private final double rate;
  private final double errorRate;
  private final double faultRate;
  private final double slowness;

  /**
   * @param rate requests a minute
   * @param errorRate of both versions
   * @param faultRate of the canary, on top
   * @param slowness factor of the canary's share above a threshold
   */
  SyntheticTraffic(long seed, double rate, double errorRate, double faultRate, double slowness) {
    this.random = new Random(seed);
    this.rate = rate;
    this.errorRate = errorRate;
    this.faultRate = faultRate;
    this.slowness = slowness;
  }

  BaselineHistory history() {
    return new BaselineHistory(
        IntStream.range(0, 60).mapToObj(i -> counts(rate, errorRate, 1)).toList());
  }

  Observation minute(long minute, int weight) {
    return new Observation(
        minute,
        counts(rate * weight / 100, errorRate + faultRate, slowness),
        counts(rate * (100 - weight) / 100, errorRate, 1));
  }

  private RequestCounts counts(double mean, double errors, double times) {
    double requests = around(mean);
    double p30 = part(requests, HEALTHY[0] * times);
    double p50 = part(p30, HEALTHY[1] / HEALTHY[0]);
    double p75 = part(p50, Math.min(1, HEALTHY[2] / HEALTHY[1] * times));
    double p90 = part(p75, Math.min(1, HEALTHY[3] / HEALTHY[2] * times));
    double p99 = part(p90, Math.min(1, HEALTHY[4] / HEALTHY[3] * times));
    return new RequestCounts(
        requests, part(requests, errors), requests, new ThresholdCounts(p30, p50, p75, p90, p99));
  }

  private double part(double of, double share) {
    return Math.min(of, around(of * Math.min(1, share)));
  }

  /** A random count with this mean. */
  private double around(double mean) {
    double noise = Math.sqrt(mean) * random.nextGaussian();
    return Math.max(0, Math.floor(mean + noise + random.nextDouble()));
  }
}
