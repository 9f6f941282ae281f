package dev.coalmine.judge;

import dev.coalmine.request.MetricScope;

/**
 * One of the six ways in which a canary can prove worse. Each has its part of the 1 % of false
 * alarms that a release may have.
 */
public enum TestKind {
  /** More errors than the baseline beside it. */
  ERRORS("errors", .003),
  /** More slow requests than the baseline beside it. */
  SLOW("slow requests", .0005),
  /** Slower on the whole than the baseline beside it. */
  LATENCY("latency", .0025),
  /** More very slow requests than the baseline beside it. */
  TAIL("slowest requests", .001),
  /** More errors than any version should have. */
  ERROR_LIMIT("error limit", .0025),
  /** More slow requests than any version should have. */
  SLOW_LIMIT("latency limit", .0005);

  private final String label;
  private final double threshold;

  TestKind(String label, double level) {
    this.label = label;
    this.threshold = -Math.log(level);
  }

  /** What people call it. */
  public String label() {
    return label;
  }

  /** The natural logarithm of the evidence from which on it has crossed. */
  public double threshold() {
    return threshold;
  }

  /** Whether it is of a kind that is asked for. */
  boolean isWithin(MetricScope scope) {
    return isErrorTest() ? scope.errors() : scope.latency();
  }

  /** Whether it counts requests that failed, and not how long they took. */
  boolean isErrorTest() {
    return this == ERRORS || this == ERROR_LIMIT;
  }

  /** Whether it compares with what is usual, not with the baseline of the same minute. */
  public boolean isLimit() {
    return this == ERROR_LIMIT || this == SLOW_LIMIT;
  }
}
