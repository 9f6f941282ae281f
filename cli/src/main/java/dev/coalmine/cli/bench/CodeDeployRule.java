package dev.coalmine.cli.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A fixed plan and a CloudWatch alarm on the canary's error rate, at 1 %: 10 % for some minutes,
 * then 100 %. Missing data does not breach, and there are no checks after the end.
 */
final class CodeDeployRule implements RolloutRule {
  private static final int WEIGHT = 10;
  private static final double THRESHOLD = .01;

  private final int end;
  private final int datapoints;
  private final int periods;
  private final Deque<Boolean> breaches = new ArrayDeque<>();
  private boolean rolledBack;

  /**
   * A deployment.
   *
   * @param end the minute in which the canary gets all requests
   * @param datapoints to alarm, of the last {@code periods}
   */
  CodeDeployRule(int end, int datapoints, int periods) {
    this.end = end;
    this.datapoints = datapoints;
    this.periods = periods;
  }

  @Override
  public int firstWeight(List<VersionMinute> history) {
    return WEIGHT;
  }

  @Override
  public int nextWeight(int minute, ObservedMinute seen) {
    if (seen != null && minute <= end) {
      breaches.addLast(seen.canary().errorRate() >= THRESHOLD); // false for NaN
      if (breaches.size() > periods) {
        breaches.removeFirst();
      }
      rolledBack |= breaches.stream().filter(breach -> breach).count() >= datapoints;
    }
    if (rolledBack) {
      return 0;
    }
    return minute >= end ? 100 : WEIGHT;
  }
}
