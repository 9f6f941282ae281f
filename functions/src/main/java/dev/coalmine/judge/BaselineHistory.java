package dev.coalmine.judge;

import dev.coalmine.release.RequestCounts;
import java.util.List;

/**
 * The baseline before the release, minute by minute, oldest first; 60 minutes are plenty.
 *
 * @param minutes may be empty: then the release starts at the lowest weight, and the baseline
 *     beside the canary teaches what is usual
 */
public record BaselineHistory(List<RequestCounts> minutes) {
  private static final int LATELY = 15;

  public BaselineHistory {
    minutes = minutes.stream().map(CountBounds::of).toList();
  }

  HistoricalRates usual() {
    RequestCounts all = minutes.stream().reduce(RequestCounts.NONE, RequestCounts::plus);
    return new HistoricalRates(
        (all.errors() + .5) / (all.requests() + 1),
        (all.above().p90() + .5) / (all.durations() + 1));
  }

  /** Requests a minute, over the last quarter of an hour or what there is of it. */
  double rate() {
    List<RequestCounts> last =
        minutes.subList(Math.max(0, minutes.size() - LATELY), minutes.size());
    return last.stream().mapToDouble(RequestCounts::requests).sum() / Math.max(1, last.size());
  }
}
