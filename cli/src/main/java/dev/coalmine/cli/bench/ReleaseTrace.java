package dev.coalmine.cli.bench;

import dev.coalmine.cli.traffic.RandomSampler;
import java.util.ArrayList;
import java.util.List;

/**
 * One drawn release. The requests of each minute are divided between the weights that a rule may
 * choose. For each part the results of both the canary and the baseline are drawn, so that every
 * rule sees the same release.
 */
final class ReleaseTrace {
  /** Minutes of the baseline alone before the release. */
  static final int HISTORY = 60;

  /** Minutes of the release. */
  static final int MINUTES = 90;

  private static final double[] SHARES = TraceWeights.shares();

  private final BenchmarkScenario scenario;
  private final List<VersionMinute> history = new ArrayList<>(HISTORY);
  private final VersionMinute[][] canary = new VersionMinute[MINUTES][TraceWeights.COUNT];
  private final VersionMinute[][] baseline = new VersionMinute[MINUTES][TraceWeights.COUNT];
  private final double[] addedErrors = new double[MINUTES];

  private ReleaseTrace(BenchmarkScenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Draws a release.
   *
   * @param rate requests a minute, on average
   * @param seed the same seed draws the same release
   * @param number of the release among those of this scenario and rate
   */
  static ReleaseTrace generate(BenchmarkScenario scenario, int rate, long seed, int number) {
    RandomSampler draws = new RandomSampler(seedOf(seed, scenario.name().hashCode(), rate, number));
    ReleaseTrace trace = new ReleaseTrace(scenario);
    SharedConditions shared =
        new SharedConditions(scenario, rate, HISTORY + MINUTES, HISTORY, draws);
    double cold = .3 / (2 + rate / 2.0); // the fewer requests, the more cold starts
    for (int t = 0; t < HISTORY + MINUTES; t++) {
      double errors = shared.errorRate(t, draws);
      RequestDistribution now =
          new RequestDistribution(errors, LatencyBins.shares(shared.shift(t), cold / 3, 0));
      if (t < HISTORY) {
        trace.history.add(now.sample(shared.arrivals(t), draws));
      } else {
        trace.draw(t - HISTORY, shared, cold, now, draws);
      }
    }
    return trace;
  }

  /** A well-mixed seed (D. Stafford's variant 13 of MurmurHash3's finalizer). */
  static long seedOf(long... parts) {
    long mixed = 0;
    for (long part : parts) {
      mixed += part + 0x9e3779b97f4a7c15L;
      mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
      mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
      mixed ^= mixed >>> 31;
    }
    return mixed;
  }

  private void draw(
      int minute,
      SharedConditions shared,
      double cold,
      RequestDistribution now,
      RandomSampler draws) {
    int t = HISTORY + minute;
    addedErrors[minute] = Math.min(scenario.addedErrors(minute, draws), 1);
    double errors = Math.min(shared.errorRate(t, draws) + addedErrors[minute], 1);
    double shift = shared.shift(t) + Math.log(scenario.slowdown(minute));
    double starting = Math.min(.3 * Math.exp(-minute / 2.0) + cold, .5);
    RequestDistribution next =
        new RequestDistribution(errors, LatencyBins.shares(shift, starting, scenario.slowShare()));
    int[] parts = draws.multinomial(shared.arrivals(t), SHARES);
    canary[minute][0] = VersionMinute.NOTHING;
    baseline[minute][parts.length] = VersionMinute.NOTHING;
    for (int i = 0; i < parts.length; i++) {
      canary[minute][i + 1] = canary[minute][i].plus(next.sample(parts[i], draws));
    }
    for (int i = parts.length - 1; i >= 0; i--) {
      baseline[minute][i] = baseline[minute][i + 1].plus(now.sample(parts[i], draws));
    }
  }

  /** The scenario of the release. */
  BenchmarkScenario scenario() {
    return scenario;
  }

  /** The baseline before the release, oldest minute first. */
  List<VersionMinute> history() {
    return List.copyOf(history);
  }

  /** The counts of a minute in which the canary had this weight, in percent. */
  ObservedMinute observed(int minute, int weight) {
    int index = TraceWeights.indexOf(weight);
    return new ObservedMinute(minute, canary[minute][index], baseline[minute][index]);
  }

  /** The canary's error rate minus the baseline's in a minute. */
  double addedErrors(int minute) {
    return addedErrors[minute];
  }
}
