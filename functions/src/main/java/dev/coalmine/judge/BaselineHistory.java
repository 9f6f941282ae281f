package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import java.util.List;

/**
 * What is known before the release: the baseline's counts, and the new version's runtime.
 *
 * @param minutes one element a minute, oldest first; 60 minutes are enough. If it is empty, the
 *     release starts at the lowest weight, and the usual rates come from the baseline beside the
 *     canary. Counts are bounded by {@link CountBounds}.
 * @param warmUp of the new version's containers
 */
public record BaselineHistory(List<RequestCounts> minutes, RuntimeWarmUp warmUp) {
  private static final int RATE_MINUTES = 15;

  public BaselineHistory {
    minutes = minutes.stream().map(CountBounds::of).toList();
  }

  /** A history of a version whose runtime is not known. */
  public BaselineHistory(List<RequestCounts> minutes) {
    this(minutes, RuntimeWarmUp.LONG);
  }

  HistoricalRates usual() {
    RequestCounts all = minutes.stream().reduce(RequestCounts.NONE, RequestCounts::plus);
    return new HistoricalRates(
        (all.errors() + .5) / (all.requests() + 1),
        (all.above().p90() + .5) / (all.durations() + 1),
        ErrorClusters.size(minutes, all),
        all.requests() / Math.max(1, minutes.size()),
        minutes.stream().filter(minute -> minute.requests() > 0).count()
            / Math.max(1.0, minutes.size()));
  }

  /** The mean of requests a minute over the last 15 minutes, or over fewer if there are fewer. */
  double rate() {
    List<RequestCounts> last =
        minutes.subList(Math.max(0, minutes.size() - RATE_MINUTES), minutes.size());
    return last.stream().mapToDouble(RequestCounts::requests).sum() / Math.max(1, last.size());
  }
}
