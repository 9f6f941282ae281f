package dev.coalmine.report;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The time axis that all panels of a picture share: from the start of the release to its end, or to
 * a little after now. Places are shares of the width, so that a picture fits any.
 *
 * @param start of the release
 * @param end of the axis
 */
record Axis(Instant start, Instant end) {
  /** Units of a path's width; places are whole ones. */
  static final int WIDE = 10_000;

  private static final List<Integer> STEPS =
      List.of(
          5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
          172_800, 432_000, 864_000, 2_592_000, 7_776_000);

  private static final Duration SHORTEST = Duration.ofMinutes(1);

  /** The axis of a story: one that goes on has room for what comes next. */
  static Axis of(ReleaseHistory story) {
    Duration told = Duration.between(story.startedAt(), story.until());
    Duration length = told.compareTo(SHORTEST) < 0 ? SHORTEST : told;
    if (story.end().isEmpty()) {
      long step = step(length.toSeconds(), 8);
      length = Duration.ofSeconds((length.toSeconds() / step + 1) * step);
    }
    return new Axis(story.startedAt(), story.startedAt().plus(length));
  }

  /** Where a moment is, from 0 to 1. */
  double share(Instant at) {
    double all = Duration.between(start, end).toMillis();
    double here = Duration.between(start, at).toMillis();
    return Math.max(0, Math.min(1, here / all));
  }

  /** Where a moment is, in units of a path. */
  int x(Instant at) {
    return (int) Math.round(WIDE * share(at));
  }

  /** Where a moment is, in percent of the width. */
  String percent(Instant at) {
    return percent(share(at));
  }

  static String percent(double share) {
    return Format.exact(Math.round(1e4 * share) / 100.0) + "%";
  }

  Duration elapsed(Instant at) {
    return Duration.between(start, at);
  }

  /** A tick and what stands there. */
  record AxisTick(Instant at, String label) {}

  /** At most so many ticks after the start, at round times. */
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
