package dev.coalmine.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The time axis of all panels of a chart: from the start of the release to its end, or to a little
 * after now. Positions are shares of the width, so that a chart fits any width.
 *
 * @param start of the release
 * @param end of the axis
 */
record Axis(Instant start, Instant end) {
  /** The width of a path in units; positions are whole numbers. */
  static final int WIDE = 10_000;

  private static final List<Integer> STEPS =
      List.of(
          5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
          172_800, 432_000, 864_000, 2_592_000, 7_776_000);

  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /** The axis of a release. A release that runs has space to the right. */
  static Axis of(ReleaseHistory history) {
    Duration shown = Duration.between(history.startedAt(), history.until());
    Duration length = shown.compareTo(SHORTEST) < 0 ? SHORTEST : shown;
    if (history.end().isEmpty()) {
      long step = step(length.toSeconds(), 8);
      length = Duration.ofSeconds((length.toSeconds() / step + 1) * step);
    }
    return new Axis(history.startedAt(), history.startedAt().plus(length));
  }

  /** The position of a moment, from 0 to 1. */
  double share(Instant at) {
    double all = Duration.between(start, end).toMillis();
    double here = Duration.between(start, at).toMillis();
    return Math.max(0, Math.min(1, here / all));
  }

  /** The position of a moment, in units of a path. */
  int x(Instant at) {
    return (int) Math.round(WIDE * share(at));
  }

  /** The position of a moment, in percent of the width. */
  String percent(Instant at) {
    return percent(share(at));
  }

  static String percent(double share) {
    return Format.exact(Math.round(1e4 * share) / 100.0) + "%";
  }

  Duration elapsed(Instant at) {
    return Duration.between(start, at);
  }

  /** A tick and its label. */
  record AxisTick(Instant at, String label) {}

  /**
   * Ticks after the start, at round times.
   *
   * @param most the highest number of ticks
   */
  List<AxisTick> ticks(int most) {
    long all = Duration.between(start, end).toSeconds();
    long step = step(all, most);
    List<AxisTick> ticks = new ArrayList<>();
    for (long at = step; at <= all; at += step) {
      ticks.add(new AxisTick(start.plusSeconds(at), label(at, step)));
    }
    return ticks;
  }

  private static long step(long seconds, int most) {
    return STEPS.stream()
        .mapToLong(Integer::longValue)
        .filter(step -> seconds / step <= most)
        .findFirst()
        .orElse(seconds);
  }

  private static String label(long seconds, long step) {
    if (step < 60) {
      return Format.clock(Duration.ofSeconds(seconds));
    }
    if (step < 3600) {
      return seconds < 3600 || (step % 3600 != 0 && seconds < 7200)
          ? seconds / 60 + " min"
          : seconds / 3600 + " h" + (seconds % 3600 > 0 ? " " + seconds % 3600 / 60 : "");
    }
    if (step < 86_400) {
      return seconds / 3600 + " h";
    }
    return seconds / 86_400 + " d";
  }
}
