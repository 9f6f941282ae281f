package dev.coalmine.request;

/**
 * What the gate judges by, beside alarms.
 *
 * @param errors failed and throttled requests of canary against baseline
 * @param latency durations of canary against baseline
 */
public record MetricScope(boolean errors, boolean latency) {
  /** The default. */
  public static final MetricScope ALL = new MetricScope(true, true);

  /** No metrics at all. */
  public static final MetricScope OFF = new MetricScope(false, false);

  /** Whether nothing is asked for. */
  public boolean isOff() {
    return !errors && !latency;
  }
}
