package dev.coalmine.aws;

import java.math.BigDecimal;

/**
 * How to ask CloudWatch for the number of durations above a threshold. The first way is documented
 * for GetMetricData ("Statistics definitions": trimmed count), but nobody has seen it answer on a
 * live account yet; the second one needs the number of durations beside it.
 */
enum ThresholdStatistic {
  /** TC: the count of values in a range. */
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
  /** PR: the percentage of values in a range, here of those that do not exceed. */
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

  /** The statistic to ask for; the threshold is in milliseconds. */
  abstract String statistic(double threshold);

  /** How many durations exceed it, by CloudWatch's answer for a minute. */
  abstract double count(double answer, double durations);

  private static String number(double threshold) {
    return BigDecimal.valueOf(threshold).stripTrailingZeros().toPlainString();
  }
}
