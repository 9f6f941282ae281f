package dev.coalmine.judge;

import java.util.List;

/**
 * The baseline before the release, minute by minute, oldest first; 60 minutes are plenty.
 *
 * @param minutes may be empty: then the release starts at the lowest weight, and the baseline
 *     beside the canary teaches what is usual
 */
public record BaselineHistory(List<BaselineMinute> minutes) {
  private static final int LATELY = 15;

  public BaselineHistory {
    minutes = List.copyOf(minutes);
  }

  HistoricalRates usual() {
    BaselineMinute all =
        minutes.stream().reduce(new BaselineMinute(0, 0, 0, 0), BaselineMinute::plus);
    return new HistoricalRates(
        (all.errors() + .5) / (all.requests() + 1), (all.slow() + .5) / (all.durations() + 1));
  }

  /** Requests a minute, over the last quarter of an hour or what there is of it. */
  double rate() {
    List<BaselineMinute> last =
        minutes.subList(Math.max(0, minutes.size() - LATELY), minutes.size());
    return last.stream().mapToDouble(BaselineMinute::requests).sum() / Math.max(1, last.size());
  }
}
