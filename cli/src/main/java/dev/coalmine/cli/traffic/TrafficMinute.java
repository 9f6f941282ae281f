package dev.coalmine.cli.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where requests go in one minute as it comes to be known, piece by piece. Not thread-safe. */
final class TrafficMinute {
  private record SplitPeriod(TrafficSplit split, Instant end) {}

  private final Instant start;
  private final List<SplitPeriod> pieces = new ArrayList<>();

  TrafficMinute(Instant start) {
    this.start = start;
  }

  Instant start() {
    return start;
  }

  Instant end() {
    return start.plus(Duration.ofMinutes(1));
  }

  /** Notes the lanes up to a moment; pieces of the same lanes become one. */
  void add(TrafficSplit lanes, Instant end) {
    int last = pieces.size() - 1;
    if (last >= 0 && pieces.get(last).split().equals(lanes)) {
      pieces.remove(last);
    }
    pieces.add(new SplitPeriod(lanes, end));
  }

  /** Shares out the minute's requests: evenly over its time, then by the lanes of each time. */
  SortedMap<TrafficRoute, Long> distribute(long requests, RandomSampler draws) {
    SortedMap<TrafficRoute, Long> byLane = new TreeMap<>();
    long left = requests;
    Instant from = start;
    for (SplitPeriod piece : pieces) {
      double share = seconds(from, piece.end()) / seconds(from, end());
      long here = draws.binomial(left, share);
      split(piece.split(), here, draws, byLane);
      left -= here;
      from = piece.end();
    }
    byLane.values().removeIf(count -> count == 0);
    return byLane;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  /**
   * Each request goes its way at random, as Lambda picks the version ("Alias routing
   * configuration"): how many of what is left go the next way is binomial; the last way gets the
   * rest.
   */
  private static void split(
      TrafficSplit lanes, long requests, RandomSampler draws, Map<TrafficRoute, Long> byLane) {
    long left = requests;
    double share = 1;
    int ways = lanes.shares().size();
    for (Map.Entry<TrafficRoute, Double> way : lanes.shares().entrySet()) {
      long here = --ways == 0 ? left : draws.binomial(left, way.getValue() / share);
      byLane.merge(way.getKey(), here, Long::sum);
      left -= here;
      share -= way.getValue();
    }
  }
}
