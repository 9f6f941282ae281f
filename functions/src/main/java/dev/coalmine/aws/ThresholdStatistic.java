package dev.coalmine.aws;

import java.math.BigDecimal;

/**
 * The CloudWatch statistic that gives the number of durations above a threshold. The trimmed count
 * is documented for GetMetricData ("Statistics definitions"), but was not seen on a live account
 * yet. The percentile rank needs the number of durations as well.
 */
enum ThresholdStatistic {
  /** TC, trimmed count: the number of values in a range. */
  TRIMMED_COUNT {
    @Override
    String statistic(double threshold) {
      return "TC(" + number(threshold) + ":)";
    }

    @Override
    double count(double answer, double durations) {
      return answer;
    }
  },
  /** PR, percentile rank: the percentage of values in a range, here up to the threshold. */
  PERCENTILE_RANK {
    @Override
    String statistic(double threshold) {
      return "PR(:" + number(threshold) + ")";
    }

    @Override
    double count(double answer, double durations) {
      return Math.rint(durations * (100 - answer) / 100);
    }
  };

  /**
   * The statistic for GetMetricData.
   *
   * @param threshold in ms
   */
  abstract String statistic(double threshold);

  /** The number of durations above the threshold, from CloudWatch's value for a minute. */
  abstract double count(double answer, double durations);

  private static String number(double threshold) {
    return BigDecimal.valueOf(threshold).stripTrailingZeros().toPlainString();
  }
}
