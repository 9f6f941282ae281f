package dev.coalmine.request;

/**
 * The metrics that a release is judged by, besides alarms.
 *
 * @param errors whether failed and throttled requests count
 * @param latency whether durations count
 */
public record MetricScope(boolean errors, boolean latency) {
  /** Errors and latency: the default. */
  public static final MetricScope ALL = new MetricScope(true, true);

  /** No metrics. */
  public static final MetricScope OFF = new MetricScope(false, false);

  /** Whether no metrics count. */
  public boolean isOff() {
    return !errors && !latency;
  }
}
