package dev.coalmine.embedded.cloudwatch.metric;

import dev.coalmine.embedded.protocol.AwsError;
import java.time.Duration;
import java.time.Instant;

/**
 * How many data points one GetMetricData may ask for: as many as AWS permits an account in a second
 * (CloudWatch service quotas, GetMetricData, datapoints per second). They are estimated, from the
 * time range, the periods and the retention, whether there are data or not.
 */
final class MetricDataQuota {
  private static final long MOST_RECENT = 180_000;
  private static final long MOST = 396_000;
  private static final Duration RECENT = Duration.ofHours(3);

  /** The longest retention ("CloudWatch concepts: metrics retention"). */
  private static final Duration LONGEST = Duration.ofDays(455);

  private MetricDataQuota() {}

  /**
   * Does nothing for requests within the quota.
   *
   * @throws AwsError Throttling, as of AWS
   */
  static void check(MetricQueries queries, Instant start, Instant end, Instant now) {
    long most = start.isBefore(now.minus(RECENT)) ? MOST : MOST_RECENT;
    double points = 0;
    for (MetricQuery query : queries.all()) {
      int period =
          query instanceof MetricQuery.StatisticQuery stat ? stat.period() : queries.period();
      Instant from = latest(start, now.minus(retention(period)));
      points += Math.max(0, end.getEpochSecond() - (double) from.getEpochSecond()) / period;
    }
    if (points > most) {
      throw new AwsError(400, "Throttling", "Rate exceeded");
    }
  }

  private static Instant latest(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** How long data points of a period in seconds are kept. */
  static Duration retention(int period) {
    if (period < 60) {
      return RECENT;
    }
    if (period < 300) {
      return Duration.ofDays(15);
    }
    return period < 3600 ? Duration.ofDays(63) : LONGEST;
  }
}
