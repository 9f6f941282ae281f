package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;

/**
 * The ranks of one version's durations among the baseline's before the release. A duration's score
 * follows from the thresholds it is above; without a change the mean score is 1/2.
 *
 * @param sum the sum of the scores
 * @param spread the sum of the squared distances of the scores from 1/2
 */
record RankScore(double sum, double spread) {
  private static final double[] STEPS = {.15, .25, .225, .2, .12, .05};

  static RankScore of(RequestCounts counts) {
    ThresholdCounts above = counts.above();
    double[] atLeast = {
      counts.durations(), above.p30(), above.p50(), above.p75(), above.p90(), above.p99(), 0
    };
    double level = 0;
    double sum = 0;
    double spread = 0;
    for (int i = 0; i < STEPS.length; i++) {
      level += STEPS[i];
      double inBin = atLeast[i] - atLeast[i + 1];
      sum += inBin * level;
      spread += inBin * (level - .5) * (level - .5);
    }
    return new RankScore(sum, spread);
  }
}
