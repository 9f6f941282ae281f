package dev.coalmine.judge;

import dev.coalmine.request.MetricScope;

/**
 * The six tests of a canary. Their levels add up to the 1 % probability of a false alarm that a
 * release may have.
 */
public enum TestKind {
  /** More errors than the baseline of the same minutes. */
  ERRORS("errors", .003),
  /** More requests over p90 than the baseline of the same minutes. */
  SLOW("slow requests", .0005),
  /** Higher ranks of durations than the baseline of the same minutes. */
  LATENCY("latency", .0025),
  /** More requests over p99 than the baseline of the same minutes. */
  TAIL("slowest requests", .001),
  /** More errors than the limit for any version. */
  ERROR_LIMIT("error limit", .0025),
  /** More requests over p90 than the limit for any version. */
  SLOW_LIMIT("latency limit", .0005);

  private final String label;
  private final double threshold;

  TestKind(String label, double level) {
    this.label = label;
    this.threshold = -Math.log(level);
  }

  /** The name in reasons and reports. */
  public String label() {
    return label;
  }

  /** The natural logarithm of the evidence from which on the test has crossed. */
  public double threshold() {
    return threshold;
  }

  /** Whether the scope has the metric of this test. */
  boolean isWithin(MetricScope scope) {
    return isErrorTest() ? scope.errors() : scope.latency();
  }

  /** Whether the test uses errors, and not durations. */
  boolean isErrorTest() {
    return this == ERRORS || this == ERROR_LIMIT;
  }

  /** Whether the test compares with a limit and not with the baseline of the same minute. */
  public boolean isLimit() {
    return this == ERROR_LIMIT || this == SLOW_LIMIT;
  }
}
