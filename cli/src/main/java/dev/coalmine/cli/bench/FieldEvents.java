package dev.coalmine.cli.bench;

import dev.coalmine.cli.traffic.RandomSampler;

/** What happens to both versions of a release, drawn anew for each release. */
interface FieldEvents {
  /** Nothing happens. */
  FieldEvents NONE = draws -> minute -> FieldEvent.NOTHING;

  /** What happens in each minute; minutes count from the start of the release. */
  ByMinute draw(RandomSampler draws);

  /** The events of one release. */
  interface ByMinute {
    /** What happens in a minute. */
    FieldEvent at(int minute);
  }

  /**
   * What happens in a minute.
   *
   * @param slowdown factor of all durations
   * @param errors share of requests that fail as well
   * @param burst failing calls of one bad client
   * @param side -1 if the calls are routed one by one; else all go to the canary if its share of
   *     the requests is above this number
   */
  record FieldEvent(double slowdown, double errors, int burst, double side) {
    static final FieldEvent NOTHING = new FieldEvent(1, 0, 0, -1);
  }

  /**
   * Bursts of failing calls of one client.
   *
   * @param perHour bursts an hour
   * @param size mean calls of a burst
   * @param sticky whether all calls of a burst go to the same version
   */
  static FieldEvents bursts(double perHour, double size, boolean sticky) {
    return draws -> {
      FieldEvent[] events = new FieldEvent[FieldRelease.HISTORY + FieldRelease.LONGEST];
      for (int t = 0; t < events.length; t++) {
        int calls = 0;
        for (long burst = draws.poisson(perHour / 60); burst > 0; burst--) {
          calls += 1 + (int) (Math.log(1 - draws.uniform()) / Math.log(1 - 1 / size));
        }
        events[t] = new FieldEvent(1, 0, calls, sticky ? draws.uniform() : -1);
      }
      return minute -> events[minute + FieldRelease.HISTORY];
    };
  }

  /**
   * One incident.
   *
   * @param from earliest minute in which it begins
   * @param to latest minute
   * @param errors share of requests that fail
   * @param slowdown factor of all durations
   */
  static FieldEvents incident(double from, double to, double errors, double slowdown) {
    return draws -> {
      double begin = from + (to - from) * draws.uniform();
      double end = begin + 2 + 28 * draws.uniform();
      FieldEvent incident = new FieldEvent(slowdown, errors, 0, -1);
      return minute -> minute >= begin && minute < end ? incident : FieldEvent.NOTHING;
    };
  }

  /** Several short incidents, one every so many minutes on average. */
  static FieldEvents incidents(double every, double minutes, double errors, double slowdown) {
    return draws -> {
      FieldEvent[] events = new FieldEvent[FieldRelease.HISTORY + FieldRelease.LONGEST];
      double left = 0;
      for (int t = 0; t < events.length; t++) {
        left = draws.uniform() < 1 / every ? -minutes * Math.log(1 - draws.uniform()) : left - 1;
        events[t] = left > 0 ? new FieldEvent(slowdown, errors, 0, -1) : FieldEvent.NOTHING;
      }
      return minute -> events[minute + FieldRelease.HISTORY];
    };
  }

  /** Errors of all that rise from a minute on within an hour. */
  static FieldEvents rising(int from, double errors) {
    return draws ->
        minute ->
            new FieldEvent(1, errors * Math.min(1, Math.max(0, (minute - from) / 60.0)), 0, -1);
  }
}
