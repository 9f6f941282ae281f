package dev.coalmine.cli.traffic;

import java.util.ArrayList;
import java.util.List;

/** The containers of a version, each with the requests that it has served. */
final class WarmingContainers {
  /** Containers for each warm request that runs at a time: requests do not come evenly. */
  private static final double SPARE = 2;

  private static final double MINUTE_MILLIS = 60_000;

  private final List<Double> served = new ArrayList<>();

  /**
   * Serves a minute's requests, or one. As many containers as it takes share them, those that have
   * served most first.
   *
   * @param perMinute the rate of these requests
   * @return the mean factor on their durations
   */
  double serve(long requests, double perMinute, VersionBehaviour behaviour) {
    ContainerWarmUp warmUp = behaviour.warmUp();
    if (warmUp.factor() == 1 || requests == 0) {
      return 1;
    }
    double busy = perMinute * behaviour.median() / MINUTE_MILLIS;
    int needed = (int) Math.min((double) requests, Math.ceil(SPARE * busy));
    while (served.size() < needed) {
      served.add(0.0);
    }
    double each = (double) requests / needed;
    double sum = 0;
    for (int i = 0; i < needed; i++) {
      sum += warmUp.meanFactor(served.get(i), each);
      served.set(i, served.get(i) + each);
    }
    return sum / needed;
  }
}
