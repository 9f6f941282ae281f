package dev.coalmine.cli.bench;

import dev.coalmine.cli.traffic.RandomSampler;
import java.util.Arrays;

/** Conditions of both versions: daily traffic, bursts, noise and incidents. */
final class SharedConditions {
  private static final int DAY = 1440; // minutes

  private final int[] arrivals;
  private final double[] errorRate;
  private final double[] incidentErrors;
  private final double[] shift;

  /**
   * Draws the conditions of one release.
   *
   * @param rate requests a minute, on average over the day and without bursts
   * @param minutes number of minutes
   * @param start the minute in which the release starts
   */
  SharedConditions(
      BenchmarkScenario scenario, double rate, int minutes, int start, RandomSampler draws) {
    double[] burst = bursts(minutes, draws);
    double[] incident = incident(scenario, minutes, start, draws);
    double phase = DAY * draws.uniform();
    arrivals = new int[minutes];
    errorRate = new double[minutes];
    incidentErrors = new double[minutes];
    shift = new double[minutes];
    double wander = 0;
    for (int t = 0; t < minutes; t++) {
      double daily = 1 + .4 * Math.sin(2 * Math.PI * (t + phase) / DAY);
      double mean = rate * daily * Math.exp(draws.normal(.1)) * burst[t];
      wander = t == 0 ? 0 : .9 * wander + draws.normal(.02);
      arrivals[t] = (int) draws.poisson(mean);
      errorRate[t] = scenario.usualErrorRate() * draws.gamma(5);
      incidentErrors[t] = incident[t] == 0 ? 0 : .3 * draws.gamma(100);
      shift[t] = wander + (burst[t] > 1 ? .08 : 0) + incident[t] * Math.log(2);
    }
  }

  /** The factor of the requests in each minute. */
  private static double[] bursts(int minutes, RandomSampler draws) {
    double[] burst = new double[minutes];
    Arrays.fill(burst, 1);
    for (int t = 0; t < minutes; t++) {
      if (draws.uniform() < .01) {
        int end = t + 3 + (int) (6 * draws.uniform());
        Arrays.fill(burst, t, Math.min(end, minutes), 1.5 + 1.5 * draws.uniform());
      }
    }
    return burst;
  }

  private static double[] incident(
      BenchmarkScenario scenario, int minutes, int start, RandomSampler draws) {
    double[] incident = new double[minutes];
    if (scenario == BenchmarkScenario.SHARED_INCIDENT) {
      int begin = start + 3 + (int) (18 * draws.uniform());
      int length = 5 + (int) (6 * draws.uniform());
      for (int t = begin; t < begin + length; t++) {
        incident[t] = 1;
      }
    }
    return incident;
  }

  /** The requests in a minute. */
  int arrivals(int minute) {
    return arrivals[minute];
  }

  /** A version's error rate in a minute, drawn around the rate of both versions. */
  double errorRate(int minute, RandomSampler draws) {
    return Math.min(errorRate[minute] * draws.gamma(10) + incidentErrors[minute], 1);
  }

  /** The shift of the durations' mean logarithm in a minute. */
  double shift(int minute) {
    return shift[minute];
  }
}
