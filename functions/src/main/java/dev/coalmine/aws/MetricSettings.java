package dev.coalmine.aws;

import java.util.Objects;

/**
 * How a stack measures releases. These are part of the state machine's definition and not of a
 * function's environment: a published version keeps the environment that it was published with, so
 * that a changed parameter of the stack would not reach it.
 *
 * @param exceedance name of the CloudWatch statistic that counts slow requests; empty for the
 *     trimmed count
 * @param canaryLog the stage, as {@code API/STAGE}, whose canary's access log has metric filters;
 *     empty for none
 * @param probedFunctions ARNs of the functions whose versions Coalmine may invoke with the events
 *     of a probe, separated by commas
 */
public record MetricSettings(String exceedance, String canaryLog, String probedFunctions) {
  /** What applies if the workflow names no settings. */
  public static final MetricSettings DEFAULT = new MetricSettings("", "", "");

  public MetricSettings {
    exceedance = Objects.requireNonNullElse(exceedance, "");
    canaryLog = Objects.requireNonNullElse(canaryLog, "");
    probedFunctions = Objects.requireNonNullElse(probedFunctions, "");
  }

  /**
   * The statistic.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  ThresholdStatistic statistic() {
    return exceedance.isEmpty()
        ? ThresholdStatistic.TRIMMED_COUNT
        : ThresholdStatistic.valueOf(exceedance);
  }
}
