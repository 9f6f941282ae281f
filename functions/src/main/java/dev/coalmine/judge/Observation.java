package dev.coalmine.judge;

/**
 * One whole, complete minute of both versions side by side.
 *
 * @param minute which minute, counted from the start of the release
 * @param canary what the canary did; null is nothing
 * @param baseline what the baseline did; null is nothing
 */
public record Observation(long minute, VersionCounts canary, VersionCounts baseline) {
  public Observation {
    minute = CountBounds.minute(minute);
    canary = canary == null ? VersionCounts.NOTHING : canary;
    baseline = baseline == null ? VersionCounts.NOTHING : baseline;
  }

  Observation within(JudgeScope scope) {
    return scope.equals(JudgeScope.BOTH)
        ? this
        : new Observation(minute, canary.within(scope), baseline.within(scope));
  }
}
