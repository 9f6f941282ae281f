package dev.coalmine.aws;

import java.util.Objects;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

/**
 * What CloudWatch can be asked, by one client.
 *
 * @param alarms by name
 * @param metrics of aliases, their versions, and stages
 * @param canaryLog the stage whose canary's access log metric filters count; empty for none
 */
public record CloudWatch(Alarms alarms, Metrics metrics, String canaryLog) {

  /** Wired from the environment, as in Lambda; calls are made in the name of this state. */
  public static CloudWatch fromEnvironment(String state) {
    CloudWatchClient client = AwsClients.build(CloudWatchClient.builder(), state);
    return new CloudWatch(
        new Alarms(client),
        new Metrics(client, exceedance()),
        Objects.requireNonNullElse(System.getenv("COALMINE_CANARY_LOG"), ""));
  }

  /** COALMINE_EXCEEDANCE chooses another way than the default one. */
  private static ThresholdStatistic exceedance() {
    String chosen = System.getenv("COALMINE_EXCEEDANCE");
    return chosen == null || chosen.isEmpty()
        ? ThresholdStatistic.TRIMMED_COUNT
        : ThresholdStatistic.valueOf(chosen);
  }
}
