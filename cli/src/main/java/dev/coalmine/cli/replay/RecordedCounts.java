package dev.coalmine.cli.replay;

import java.util.ArrayList;
import java.util.List;

/**
 * What one version did in a minute, or in several.
 *
 * @param durations invocations whose duration was measured
 * @param throttles requests that were refused before they ran
 * @param errors invocations that failed
 * @param above how many durations were above each threshold; none when that was not recorded
 */
record RecordedCounts(double durations, double throttles, double errors, List<Double> above) {
  static final RecordedCounts NONE = new RecordedCounts(0, 0, 0, List.of());

  RecordedCounts {
    above = List.copyOf(above);
  }

  double requests() {
    return durations + throttles;
  }

  RecordedCounts plus(RecordedCounts other) {
    List<Double> sums = new ArrayList<>();
    for (int i = 0; i < Math.max(above.size(), other.above.size()); i++) {
      sums.add(at(above, i) + at(other.above, i));
    }
    return new RecordedCounts(
        durations + other.durations, throttles + other.throttles, errors + other.errors, sums);
  }

  private static double at(List<Double> counts, int i) {
    return i < counts.size() ? counts.get(i) : 0;
  }
}
