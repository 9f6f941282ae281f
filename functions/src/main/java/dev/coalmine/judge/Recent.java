package dev.coalmine.judge;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The baseline beside the canary: its last half hour, as far as it was seen.
 *
 * @param minutes oldest first, at most 30
 */
record Recent(List<Minute> minutes) {
  private static final int LONG = 30;
  private static final int SHORT = 2;
  private static final double WEIGHT_OF_USUAL = 5; // requests
  private static final double CAUTION = .05; // errors
  private static final double LEAST_ERROR_LIMIT = .005;
  private static final double LEAST_SLOW_LIMIT = .2;
  private static final double HIGHEST_LIMIT = .97;
  private static final double LEAST_INCIDENT = .05;

  static final Recent NOTHING = new Recent(List.of());

  Recent {
    minutes = List.copyOf(minutes);
  }

  Recent plus(Minute minute) {
    List<Minute> longer = new ArrayList<>(LONG + 1);
    longer.addAll(last(LONG - 1));
    longer.add(minute);
    return new Recent(longer);
  }

  /** Whether the baseline itself fails far more than usual, which no canary is to blame for. */
  boolean isIncident(Usual usual) {
    double now = rate(last(SHORT), Minute::errors, Minute::requests, usual.errorRate(), 0);
    return now > Math.max(LEAST_INCIDENT, 5 * usual.errorRate());
  }

  /** The error rate that a version must not pass whatever the other one does. */
  double errorLimit(Usual usual) {
    double now = cautious(Minute::errors, Minute::requests, usual.errorRate());
    return Math.max(LEAST_ERROR_LIMIT, 3 * now);
  }

  /** The share of slow requests that a version must not pass whatever the other one does. */
  double slowLimit(Usual usual, ColdStart cold) {
    double now = cautious(Minute::slow, Minute::durations, usual.slowRate());
    return Math.min(Math.max(LEAST_SLOW_LIMIT, 2 * now) + cold.slowLimit(), HIGHEST_LIMIT);
  }

  /** The larger of now and the last half hour; what was usual when nothing runs beside. */
  private double cautious(
      ToDoubleFunction<Minute> part, ToDoubleFunction<Minute> whole, double usual) {
    return Math.max(
        rate(last(SHORT), part, whole, usual, 0), rate(minutes, part, whole, usual, CAUTION));
  }

  private static double rate(
      List<Minute> of,
      ToDoubleFunction<Minute> part,
      ToDoubleFunction<Minute> whole,
      double usual,
      double caution) {
    double parts = 0;
    double wholes = 0;
    for (Minute minute : of) {
      parts += part.applyAsDouble(minute);
      wholes += whole.applyAsDouble(minute);
    }
    return (parts + WEIGHT_OF_USUAL * usual + (wholes > 0 ? caution : 0))
        / (wholes + WEIGHT_OF_USUAL);
  }

  private List<Minute> last(int count) {
    return minutes.subList(Math.max(0, minutes.size() - count), minutes.size());
  }

  void pack(Packer out) {
    out.add(minutes.size());
    for (Minute minute : minutes) {
      out.add(minute.requests(), minute.errors(), minute.durations(), minute.slow());
    }
  }

  static Recent unpack(Unpacker in) {
    int size = (int) in.next();
    List<Minute> minutes = new ArrayList<>(LONG);
    for (int i = 0; i < size; i++) {
      minutes.add(new Minute(in.next(), in.next(), in.next(), in.next()));
    }
    return new Recent(minutes);
  }
}
