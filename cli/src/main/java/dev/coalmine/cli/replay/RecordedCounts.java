package dev.coalmine.cli.replay;

import java.util.ArrayList;
import java.util.List;

/**
 * Recorded counts of one version over one or more minutes. Unlike {@link
 * dev.coalmine.release.RequestCounts}, throttles stay apart: a replay shows each of CloudWatch's
 * metrics on its own.
 *
 * @param durations invocations
 * @param throttles requests that were throttled, and did not run
 * @param errors invocations that failed
 * @param above how many durations were above each threshold; empty if that was not recorded
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
