package dev.coalmine.cli.bench;

import java.util.List;

/** The results of many releases in one field condition with one rule. */
record FieldStatistics(FieldCondition condition, ComparedRule rule, List<FieldResult> results) {
  FieldStatistics {
    results = List.copyOf(results);
  }

  /** The share of releases that were rolled back. */
  double rollbackShare() {
    return share(results.stream().filter(FieldResult::isRolledBack).count());
  }

  /** The share of releases that neither ended at 100 % nor were rolled back. */
  double stallShare() {
    return share(results.stream().filter(FieldResult::isStalled).count());
  }

  private double share(long count) {
    return (double) count / results.size();
  }

  /**
   * The median minute of the decision that is right: to 100 % for a healthy canary, else of the
   * rollback. {@link FieldResult#NEVER} if most releases have none.
   */
  int medianMinute() {
    boolean healthy = condition.kind() == ScenarioKind.HEALTHY;
    int[] sorted =
        results.stream()
            .mapToInt(release -> healthy ? release.minuteToAll() : release.rollbackMinute())
            .sorted()
            .toArray();
    return sorted[sorted.length / 2];
  }

  /** Mean requests to the canary. */
  double exposedRequests() {
    return results.stream().mapToDouble(FieldResult::exposedRequests).average().orElse(0);
  }
}
