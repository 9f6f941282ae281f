package dev.coalmine.cli.bench;

import java.util.List;

/**
 * Flagger as in its documentation's example: each minute a check of success rate (99 %) and mean
 * duration (500 ms), 5 points more weight for each that passes, promotion from 50 %, rollback after
 * ten that failed. A check without requests fails.
 */
final class FlaggerRule implements RolloutRule {
  private static final int STEP = 5;
  private static final int MOST = 50;
  private static final int THRESHOLD = 10;
  private static final double SUCCESS = .99;
  private static final double DURATION = 500; // milliseconds

  private int weight;
  private int failed;

  @Override
  public int firstWeight(List<VersionMinute> history) {
    weight = STEP;
    return weight;
  }

  @Override
  public int nextWeight(int minute, ObservedMinute seen) {
    if (seen == null || weight == 0 || weight == 100) {
      return weight;
    }
    if (passes(seen.canary())) {
      weight = weight >= MOST ? 100 : weight + STEP;
    } else {
      failed++;
      weight = failed >= THRESHOLD ? 0 : weight;
    }
    return weight;
  }

  private static boolean passes(VersionMinute canary) {
    return canary.requests() > 0 && 1 - canary.errorRate() >= SUCCESS && canary.mean() <= DURATION;
  }
}
