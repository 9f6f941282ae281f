package dev.coalmine.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Kayenta's judge once a minute on all minutes so far: Mann-Whitney tests of error rate (critical,
 * half of the score) and of mean, 90th and 99th percentile of the durations (the other half). Ten
 * points more weight every three minutes. A score below 75, or below 95 at the end, rolls back.
 */
final class KayentaRule implements RolloutRule {
  private static final int STEP = 10;
  private static final int STEP_MINUTES = 3;
  private static final int END = STEP_MINUTES * 100 / STEP;
  private static final int LEAST_POINTS = 5;
  private static final double MARGINAL = 75;
  private static final double PASS = 95;

  private static final List<ToDoubleFunction<VersionMinute>> METRICS =
      List.of(
          VersionMinute::errorRate,
          VersionMinute::mean,
          group -> group.percentile(.9),
          group -> group.percentile(.99));

  private final List<List<Double>> canary = new ArrayList<>();
  private final List<List<Double>> baseline = new ArrayList<>();
  private boolean rolledBack;

  @Override
  public int firstWeight(List<VersionMinute> history) {
    for (int i = 0; i < METRICS.size(); i++) {
      canary.add(new ArrayList<>());
      baseline.add(new ArrayList<>());
    }
    return STEP;
  }

  @Override
  public int nextWeight(int minute, ObservedMinute seen) {
    if (seen != null && !rolledBack && minute <= END) {
      rolledBack = isWorse(seen, minute);
    }
    return rolledBack ? 0 : Math.min(100, STEP * (minute / STEP_MINUTES + 1));
  }

  private boolean isWorse(ObservedMinute seen, int minute) {
    for (int i = 0; i < METRICS.size(); i++) {
      canary.get(i).add(METRICS.get(i).applyAsDouble(seen.canary()));
      baseline.get(i).add(METRICS.get(i).applyAsDouble(seen.baseline()));
    }
    if (canary.get(0).size() < LEAST_POINTS) {
      return false;
    }
    boolean errors = isHigh(0);
    double score = errors ? 0 : 50;
    for (int i = 1; i < METRICS.size(); i++) {
      score += isHigh(i) ? 0 : 50.0 / (METRICS.size() - 1);
    }
    return errors || score < (minute == END ? PASS : MARGINAL);
  }

  private boolean isHigh(int metric) {
    return MannWhitney.isHigh(baseline.get(metric), canary.get(metric));
  }
}
