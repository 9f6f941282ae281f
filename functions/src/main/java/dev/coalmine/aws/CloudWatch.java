package dev.coalmine.aws;

import java.util.Objects;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/**
 * The resources of CloudWatch, by one client.
 *
 * @param alarms by name
 * @param metrics of aliases, their versions, and stages
 * @param canaryLog the stage whose canary's access log has metric filters; empty for none
 */
public record CloudWatch(Alarms alarms, Metrics metrics, String canaryLog) {

  /**
   * Creates the client from the environment, as in Lambda. COALMINE_CANARY_LOG names the stage.
   *
   * @param state the calling state, which CloudTrail shows in the user agent
   */
  public static CloudWatch fromEnvironment(String state) {
    CloudWatchClient client = AwsClients.build(CloudWatchClient.builder(), state);
    return new CloudWatch(
        new Alarms(client),
        new Metrics(client, exceedance()),
        Objects.requireNonNullElse(System.getenv("COALMINE_CANARY_LOG"), ""));
  }

  /** COALMINE_EXCEEDANCE selects another statistic than the default. */
  private static ThresholdStatistic exceedance() {
    String chosen = System.getenv("COALMINE_EXCEEDANCE");
    return chosen == null || chosen.isEmpty()
        ? ThresholdStatistic.TRIMMED_COUNT
        : ThresholdStatistic.valueOf(chosen);
  }
}
