package dev.coalmine.cli.bench;

import dev.coalmine.cli.traffic.RandomSampler;

/**
 * How long containers are kept, and how they fall sick. Times are in seconds.
 *
 * @param shortestKept the shortest time without a call after which a container ends
 * @param longestKept the longest such time
 * @param sound mean time until a container falls sick; 0 for never
 * @param sick mean time until it is sound again
 * @param failing share of requests that a sick container fails
 */
record ContainerLife(
    double shortestKept, double longestKept, double sound, double sick, double failing) {
  /** Kept for 5 to 15 minutes, and never sick. */
  static final ContainerLife SOUND = new ContainerLife(300, 900, 0, 0, 0);

  /** The usual life, but each container fails requests for a while now and then. */
  static ContainerLife sick(double sound, double sick, double failing) {
    return new ContainerLife(300, 900, sound, sick, failing);
  }

  double keptFor(RandomSampler draws) {
    return shortestKept + (longestKept - shortestKept) * draws.uniform();
  }

  double soundFor(RandomSampler draws) {
    return sound > 0 ? exponential(sound, draws) : Double.POSITIVE_INFINITY;
  }

  double sickFor(RandomSampler draws) {
    return sound > 0 ? exponential(sick, draws) : 0;
  }

  private static double exponential(double mean, RandomSampler draws) {
    return -mean * Math.log(1 - draws.uniform());
  }
}
