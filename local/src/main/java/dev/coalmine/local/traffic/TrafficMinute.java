package dev.coalmine.local.traffic;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One minute of the alias' routing as it comes to be known, piece by piece. Not thread-safe. */
final class TrafficMinute {
  private record Piece(Optional<TrafficRouting> routing, Instant end) {}

  private final Instant start;
  private final List<Piece> pieces = new ArrayList<>();

  TrafficMinute(Instant start) {
    this.start = start;
  }

  Instant start() {
    return start;
  }

  Instant end() {
    return start.plus(Duration.ofMinutes(1));
  }

  /** Notes the routing up to a moment; pieces of the same routing become one. */
  void add(Optional<TrafficRouting> routing, Instant end) {
    int last = pieces.size() - 1;
    if (last >= 0 && pieces.get(last).routing().equals(routing)) {
      pieces.remove(last);
    }
    pieces.add(new Piece(routing, end));
  }

  /** Shares out the minute's requests: evenly over its time, then by the routing of each time. */
  SortedMap<String, Long> shareOut(long requests, Draws draws) {
    SortedMap<String, Long> byVersion = new TreeMap<>();
    long left = requests;
    Instant from = start;
    for (Piece piece : pieces) {
      double share = seconds(from, piece.end()) / seconds(from, end());
      long here = draws.binomial(left, share);
      piece.routing().ifPresent(routing -> split(routing, here, draws, byVersion));
      left -= here;
      from = piece.end();
    }
    byVersion.values().removeIf(count -> count == 0);
    return byVersion;
  }

  private static double seconds(Instant from, Instant to) {
    return Duration.between(from, to).toNanos() / 1e9;
  }

  /** Lambda picks the version of each request at random ("Alias routing configuration"). */
  private static void split(
      TrafficRouting routing, long requests, Draws draws, Map<String, Long> byVersion) {
    long left = requests;
    double share = 1;
    for (Map.Entry<String, Double> weight : routing.weights().entrySet()) {
      long here = share <= 0 ? 0 : draws.binomial(left, weight.getValue() / share);
      byVersion.merge(weight.getKey(), here, Long::sum);
      left -= here;
      share -= weight.getValue();
    }
    byVersion.merge(routing.primary(), left, Long::sum);
  }
}
