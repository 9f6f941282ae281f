package dev.coalmine.cli.scale;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How long something took for many releases.
 *
 * @param sorted the shortest first
 */
public record Delays(List<Duration> sorted) {
  static Delays of(Stream<Optional<Duration>> found) {
    return new Delays(found.flatMap(Optional::stream).sorted().toList());
  }

  /** How many there are. */
  public int count() {
    return sorted.size();
  }

  /**
   * The nearest rank; zero if there is none.
   *
   * @param percent 0 to 100
   */
  public Duration percentile(double percent) {
    int rank = (int) Math.ceil(percent / 100 * sorted.size());
    return sorted.isEmpty() ? Duration.ZERO : sorted.get(Math.max(0, rank - 1));
  }

  /** The longest; zero if there is none. */
  public Duration max() {
    return percentile(100);
  }
}
