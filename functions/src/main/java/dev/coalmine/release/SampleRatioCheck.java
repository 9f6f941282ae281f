package dev.coalmine.release;

import dev.coalmine.target.Weight;
import java.util.Optional;

/**
 * The sample-ratio check: whether the canary's share of the requests is the one that its weight
 * gives it. AWS draws the version of each request at random, so that the canary's count is
 * binomial.
 *
 * @param canary requests that the canary got, in minutes of one weight
 * @param expected requests that the weights would have given it
 * @param variance of that count
 */
public record SampleRatioCheck(double canary, double expected, double variance) {
  /** Before the first minute. */
  public static final SampleRatioCheck NONE = new SampleRatioCheck(0, 0, 0);

  /** Chance reaches this many standard deviations once in 1.7 million checks. */
  private static final double TOO_FAR = 5;

  /** A smaller difference does not matter, however sure it is. */
  private static final double MATTERS = 0.2;

  /** One more minute of one weight. */
  public SampleRatioCheck plus(double canaryRequests, double allRequests, Weight weight) {
    double share = weight.percent() / 100.0;
    return new SampleRatioCheck(
        canary + canaryRequests,
        expected + allRequests * share,
        variance + allRequests * share * (1 - share));
  }

  /** What is wrong, if chance cannot explain it. */
  public Optional<String> mismatch() {
    double off = Math.abs(canary - expected);
    return off > TOO_FAR * Math.sqrt(variance + 1) && off > MATTERS * expected
        ? Optional.of(
            "the canary received %,.0f requests, but its weights predict %,.0f: traffic does not follow the weights"
                .formatted(canary, expected))
        : Optional.empty();
  }
}
