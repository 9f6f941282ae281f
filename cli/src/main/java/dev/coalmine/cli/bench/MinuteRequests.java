package dev.coalmine.cli.bench;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/** The requests of one version in one minute, one by one. Not thread-safe. */
final class MinuteRequests {
  private final double[] durations; // milliseconds
  private int count;
  private int errors;

  /** Requests of a minute that has at most this many. */
  MinuteRequests(int most) {
    durations = new double[most];
  }

  void add(double duration, boolean failed) {
    durations[count++] = duration;
    errors += failed ? 1 : 0;
  }

  int count() {
    return count;
  }

  DoubleStream stream() {
    return Arrays.stream(durations, 0, count);
  }

  /** The counts above the baseline's percentiles. */
  VersionMinute counted(double... thresholds) {
    return FieldMinute.of(errors, Arrays.copyOf(durations, count), thresholds);
  }
}
