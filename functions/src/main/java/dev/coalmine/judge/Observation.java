package dev.coalmine.judge;

/**
 * One whole, complete minute of both versions side by side.
 *
 * @param minute which minute, counted from the start of the release
 * @param canary what the canary did; null is nothing
 * @param baseline what the baseline did; null is nothing
 */
public record Observation(long minute, Side canary, Side baseline) {
  public Observation {
    minute = Count.minute(minute);
    canary = canary == null ? Side.NOTHING : canary;
    baseline = baseline == null ? Side.NOTHING : baseline;
  }

  Observation within(Scope scope) {
    return scope.equals(Scope.BOTH)
        ? this
        : new Observation(minute, canary.within(scope), baseline.within(scope));
  }
}
