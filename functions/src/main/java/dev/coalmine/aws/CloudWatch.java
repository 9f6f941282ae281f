package dev.coalmine.aws;

import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

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
    return new CloudWatch(
        AwsClients.build(CloudWatchClient.class, CloudWatchClient.builder(), state));
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
