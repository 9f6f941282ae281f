package dev.coalmine.aws;

import java.time.Instant;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;

/** The resources of CloudWatch, by one client. */
public final class CloudWatch {
  private final CloudWatchClient client;
  private final Alarms alarms;

  private CloudWatch(CloudWatchClient client) {
    this.client = client;
    this.alarms = new Alarms(client);
  }

  /**
   * Creates the client from the environment, as in Lambda.
   *
   * @param state the calling state, which CloudTrail shows in the user agent
   */
  public static CloudWatch fromEnvironment(String state) {
    CloudWatchClient client =
        AwsClients.build(CloudWatchClient.class, CloudWatchClient.builder(), state);
    SnapStart.rehearse(() -> client.describeAlarms(ask -> ask.alarmNames("any")));
    SnapStart.rehearse(() -> client.getMetricData(anyMinute()));
    return new CloudWatch(client);
  }

  /** What a rehearsal asks for. */
  private static GetMetricDataRequest anyMinute() {
    Metric metric = Metric.builder().namespace("any").metricName("any").build();
    MetricStat sums = MetricStat.builder().metric(metric).period(60).stat("Sum").build();
    return GetMetricDataRequest.builder()
        .startTime(Instant.EPOCH)
        .endTime(Instant.EPOCH.plusSeconds(60))
        .metricDataQueries(MetricDataQuery.builder().id("any").metricStat(sums).build())
        .build();
  }

  /** Alarms by name. */
  public Alarms alarms() {
    return alarms;
  }

  /** Metrics of aliases, their versions, and stages. */
  public Metrics metrics(MetricSettings settings) {
    return new Metrics(client, settings.statistic());
  }
}
