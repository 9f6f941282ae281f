package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.request.MetricScope;

/**
 * The counts of both versions in one complete minute, bounded by {@link CountBounds}.
 *
 * @param minute number of the minute, on any scale that increases by one each minute
 * @param canary counts of the canary; null means none
 * @param baseline counts of the baseline; null means none
 */
public record Observation(long minute, RequestCounts canary, RequestCounts baseline) {
  public Observation {
    minute = CountBounds.minute(minute);
    canary = canary == null ? RequestCounts.NONE : CountBounds.of(canary);
    baseline = baseline == null ? RequestCounts.NONE : CountBounds.of(baseline);
  }

  /** Requests of both versions. */
  public double requests() {
    return canary.requests() + baseline.requests();
  }

  /** The counts that this scope judges by. */
  Observation within(MetricScope scope) {
    return scope.equals(MetricScope.ALL)
        ? this
        : new Observation(minute, within(canary, scope), within(baseline, scope));
  }

  private static RequestCounts within(RequestCounts counts, MetricScope scope) {
    return new RequestCounts(
        counts.requests(),
        scope.errors() ? counts.errors() : 0,
        scope.latency() ? counts.durations() : 0,
        scope.latency() ? counts.above() : ThresholdCounts.NONE);
  }
}
