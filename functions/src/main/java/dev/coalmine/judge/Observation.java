package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import dev.coalmine.request.MetricScope;

/**
 * One whole, complete minute of both versions side by side.
 *
 * @param minute which minute, counted from the start of the release
 * @param canary what the canary did; null is nothing
 * @param baseline what the baseline did; null is nothing
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
