package dev.coalmine.cli.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The splits of one minute, collected piece by piece. Not thread-safe. */
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

  /** Adds the split up to a moment; adjacent equal splits become one. */
  void add(TrafficSplit current, Instant end) {
    int last = pieces.size() - 1;
    if (last >= 0 && pieces.get(last).split().equals(current)) {
      pieces.remove(last);
    }
    pieces.add(new SplitPeriod(current, end));
  }

  /** Distributes the minute's requests: evenly over its time, then by the split of each period. */
  SortedMap<TrafficRoute, Long> distribute(long requests, RandomSampler sampler) {
    SortedMap<TrafficRoute, Long> byLane = new TreeMap<>();
    long left = requests;
    Instant from = start;
    for (SplitPeriod piece : pieces) {
      double share = seconds(from, piece.end()) / seconds(from, end());
      long here = sampler.binomial(left, share);
      split(piece.split(), here, sampler, byLane);
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
   * Assigns each request to a route at random, as Lambda picks the version ("Alias routing
   * configuration"): the number on the next route is binomial, and the last route gets the rest.
   */
  private static void split(
      TrafficSplit current, long requests, RandomSampler sampler, Map<TrafficRoute, Long> byLane) {
    long left = requests;
    double share = 1;
    int ways = current.shares().size();
    for (Map.Entry<TrafficRoute, Double> way : current.shares().entrySet()) {
      long here = --ways == 0 ? left : sampler.binomial(left, way.getValue() / share);
      byLane.merge(way.getKey(), here, Long::sum);
      left -= here;
      share -= way.getValue();
    }
  }
}
