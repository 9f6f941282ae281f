package dev.coalmine.release;

import dev.coalmine.target.Weight;
import java.util.Optional;

/**
 * Checks whether the canary's share of the requests agrees with its weight. AWS chooses the version
 * of each request at random, so the canary's count has a binomial distribution.
 *
 * @param canary requests to the canary, in minutes with one weight
 * @param expected requests to the canary that its weights predict
 * @param variance of the predicted count
 */
public record SampleRatioCheck(double canary, double expected, double variance) {
  /** The check before the first minute. */
  public static final SampleRatioCheck NONE = new SampleRatioCheck(0, 0, 0);

  /** Standard deviations of a mismatch: by chance once in 1.7 million checks. */
  private static final double DEVIATIONS = 5;

  /** The least relative difference of a mismatch, however significant it is. */
  private static final double LEAST_DIFFERENCE = 0.2;

  /** The check after one more minute with one weight. */
  public SampleRatioCheck plus(double canaryRequests, double allRequests, Weight weight) {
    double share = weight.percent() / 100.0;
    return new SampleRatioCheck(
        canary + canaryRequests,
        expected + allRequests * share,
        variance + allRequests * share * (1 - share));
  }

  /** The mismatch as text; empty if chance can explain the difference. */
  public Optional<String> mismatch() {
    double off = Math.abs(canary - expected);
    return off > DEVIATIONS * Math.sqrt(variance + 1) && off > LEAST_DIFFERENCE * expected
        ? Optional.of(
            "the canary received %,.0f requests, but its weights predict %,.0f: traffic does not follow the weights"
                .formatted(canary, expected))
        : Optional.empty();
  }
}
