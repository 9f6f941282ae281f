package dev.coalmine.cli.traffic;

import dev.coalmine.embedded.cloudwatch.metric.MetricSamples;
import java.util.List;

/**
 * Samples the durations of many requests at once: lognormal, in 80 bins between 4 standard
 * deviations below and above the median. A bin's probability depends on neither median nor spread,
 * so it is computed once. The requests of a bin share one duration, at a random place inside the
 * bin for each minute, so that bins don't show over some minutes.
 */
final class DurationSampler {
  private static final int BINS = 80;
  private static final double LOWEST = -4;
  private static final double WIDTH = 0.1;

  /** The probability of each bin, given that no lower bin was hit. */
  private static final double[] CONDITIONAL = conditional();

  private DurationSampler() {}

  /**
   * Durations of requests.
   *
   * @param all as Lambda reports them
   * @param waits with the inits, as callers wait
   */
  record SampledDurations(MetricSamples all, MetricSamples waits) {}

  /** The durations of so many requests, some of which have a cold start. */
  static SampledDurations sample(RandomSampler sampler, long requests, VersionBehaviour behaviour) {
    ColdStarts starts = behaviour.coldStarts();
    long count = sampler.binomial(requests, starts.share());
    MetricSamples warm = sample(sampler, requests - count, behaviour.median(), behaviour.sigma());
    MetricSamples cold =
        sample(sampler, count, behaviour.median() * starts.factor(), behaviour.sigma());
    MetricSamples all = MetricSamples.merged(List.of(warm, cold));
    return new SampledDurations(
        all,
        starts.init() == 0 ? all : MetricSamples.merged(List.of(warm, cold.plus(starts.init()))));
  }

  /**
   * The durations of so many requests.
   *
   * @param median in milliseconds
   * @param sigma standard deviation of the duration's logarithm
   */
  static MetricSamples sample(RandomSampler sampler, long requests, double median, double sigma) {
    double[] values = new double[BINS];
    double[] counts = new double[BINS];
    long left = requests;
    for (int bin = 0; bin < BINS && left > 0; bin++) {
      long hit = sampler.binomial(left, CONDITIONAL[bin]);
      if (hit > 0) {
        double z = LOWEST + (bin + sampler.uniform()) * WIDTH;
        values[bin] = Math.round(median * Math.exp(sigma * z) * 100) / 100.0; // as Lambda rounds
        counts[bin] = hit;
        left -= hit;
      }
    }
    return MetricSamples.of(values, counts);
  }

  private static double[] conditional() {
    double[] conditional = new double[BINS];
    double left = 1; // the tails belong to the outermost bins
    double below = 0;
    for (int bin = 0; bin < BINS - 1; bin++) {
      double up = normal(LOWEST + (bin + 1) * WIDTH);
      conditional[bin] = (up - below) / left;
      left -= up - below;
      below = up;
    }
    conditional[BINS - 1] = 1;
    return conditional;
  }

  /** The standard normal distribution function, by its power series around 0; good to 1e-12. */
  private static double normal(double z) {
    double term = z;
    double sum = z;
    for (int n = 1; n < 100; n++) {
      term *= z * z / (2 * n + 1);
      sum += term;
    }
    return 0.5 + sum * Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }
}
