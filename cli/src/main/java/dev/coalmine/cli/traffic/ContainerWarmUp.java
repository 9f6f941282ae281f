package dev.coalmine.cli.traffic;

/**
 * How new containers get warm: their first requests are slower, and the excess falls linearly.
 *
 * @param factor on the duration of a container's first request; 1 for none
 * @param requests of a container until it is warm
 */
record ContainerWarmUp(double factor, double requests) {
  static final ContainerWarmUp NONE = new ContainerWarmUp(1, 100);

  /** The mean factor of so many requests of a container that has served others before. */
  double meanFactor(double served, double count) {
    double cold = Math.min(served + count, requests) - served;
    if (cold <= 0 || count <= 0) {
      return 1;
    }
    double excess = 1 - (served + cold / 2) / requests;
    return 1 + (factor - 1) * excess * cold / count;
  }
}
