package dev.coalmine.cli.bench;

import java.util.List;

/**
 * Argo Rollouts: ten points more weight each minute, and a background analysis of the success rate
 * (99 %, or no data) that aborts at the fourth failure.
 */
final class ArgoRolloutsRule implements RolloutRule {
  private static final int STEP = 10;
  private static final int FAILURE_LIMIT = 3;
  private static final double SUCCESS = .99;

  private int failed;

  @Override
  public int firstWeight(List<VersionMinute> history) {
    return STEP;
  }

  @Override
  public int nextWeight(int minute, ObservedMinute seen) {
    boolean over = minute > 100 / STEP;
    if (seen != null && !over && 1 - seen.canary().errorRate() < SUCCESS) {
      failed++;
    }
    return failed > FAILURE_LIMIT ? 0 : Math.min(100, STEP * (minute + 1));
  }
}
