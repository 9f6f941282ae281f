package dev.coalmine.cli.bench;

import dev.coalmine.cli.traffic.RandomSampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One release in a {@link FieldCondition}, request by request. Every rule sees the same requests at
 * the same times; which version and which container serves them follows from its weights.
 */
final class FieldRelease {
  /** Minutes of the baseline alone before the release. */
  static final int HISTORY = 60;

  /** Minutes after which a canary below 100 % counts as stalled. */
  static final int MINUTES = 120;

  /** Minutes after which even a release that is watched ends. */
  static final int LONGEST = MINUTES + 60;

  private static final int DELAY = 2; // minutes until a minute's numbers are complete
  private static final int ALL = 100;
  private static final double SECONDS = 60;

  private final FieldCondition condition;
  private final long seed;
  private final double[] rates;
  private final FieldEvents.ByMinute events;
  private final ContainerPool warm;
  private final List<VersionMinute> history = new ArrayList<>(HISTORY);
  private final double[] thresholds;

  /**
   * Draws a release and plays its history.
   *
   * @param seed the same seed and number give the same release
   */
  FieldRelease(FieldCondition condition, long seed, int number) {
    this.condition = condition;
    this.seed = ReleaseTrace.seedOf(seed, condition.name().hashCode(), number);
    RandomSampler draws = new RandomSampler(this.seed);
    rates = condition.traffic().draw(HISTORY + LONGEST, draws);
    events = condition.events().draw(draws);
    FieldPlay before = new FieldPlay(new ContainerPool(condition.life()));
    List<MinuteRequests> minutes = new ArrayList<>();
    for (int t = -HISTORY; t < 0; t++) {
      minutes.add(before.play(t, 0)[0]);
    }
    double[] durations = minutes.stream().flatMapToDouble(MinuteRequests::stream).toArray();
    Arrays.sort(durations);
    thresholds =
        Arrays.stream(new double[] {.3, .5, .75, .9, .99})
            .map(share -> durations.length == 0 ? 1e18 : FieldMinute.percentile(share, durations))
            .toArray();
    minutes.forEach(minute -> history.add(minute.counted(thresholds)));
    warm = before.pools[0];
  }

  /** Plays the release with a rule. */
  FieldResult play(RolloutRule rule) {
    FieldPlay play = new FieldPlay(warm.copy());
    int[] weights = new int[LONGEST];
    ObservedMinute[] seen = new ObservedMinute[LONGEST];
    weights[0] = rule.firstWeight(history);
    int promoted = FieldResult.NEVER;
    int since = FieldResult.NEVER;
    double exposed = 0;
    for (int t = 0; ; ) {
      MinuteRequests[] minute = play.play(t, weights[t]);
      seen[t] = new ObservedMinute(t, minute[1].counted(thresholds), minute[0].counted(thresholds));
      exposed += minute[1].count();
      t++;
      if (t == LONGEST) {
        return new FieldResult(FieldResult.NEVER, promoted, true, exposed);
      }
      weights[t] = rule.nextWeight(t, t < DELAY ? null : seen[t - DELAY]);
      if (weights[t] == 0) {
        return new FieldResult(t, promoted, false, exposed);
      }
      since = weights[t] < ALL ? FieldResult.NEVER : Math.min(since, t);
      promoted = Math.min(promoted, since);
      if (weights[t] < ALL && t >= MINUTES) {
        return new FieldResult(FieldResult.NEVER, promoted, true, exposed);
      }
      if (weights[t] == ALL && t - since >= condition.watch()) {
        return new FieldResult(FieldResult.NEVER, promoted, false, exposed);
      }
    }
  }

  /** The containers of a release that goes on. */
  private final class FieldPlay {
    private final ContainerPool[] pools;
    private final RandomSampler starts = new RandomSampler(seed + 1);

    private FieldPlay(ContainerPool baseline) {
      pools = new ContainerPool[] {baseline, new ContainerPool(condition.life())};
    }

    /** The requests of the baseline and of the canary in one minute. */
    private MinuteRequests[] play(int minute, int weight) {
      RandomSampler draws = new RandomSampler(ReleaseTrace.seedOf(seed, minute));
      FieldEvents.FieldEvent event = events.at(minute);
      double[] times = new double[(int) draws.poisson(rates[minute + HISTORY])];
      Arrays.setAll(times, i -> SECONDS * (minute + HISTORY + draws.uniform()));
      Arrays.sort(times);
      int most = times.length + event.burst();
      MinuteRequests[] both = {new MinuteRequests(most), new MinuteRequests(most)};
      for (double time : times) {
        int side = draws.uniform() * ALL < weight ? 1 : 0;
        serve(side, time, event, both[side], draws);
      }
      for (int i = 0; i < event.burst(); i++) {
        double at = event.side() < 0 ? draws.uniform() : event.side();
        int side = at * ALL < weight ? 1 : 0;
        double warmDuration = version(side).durations().draw(draws);
        both[side].add(warmDuration * version(side).slowdown() * event.slowdown(), true);
      }
      return both;
    }

    private FieldVersion version(int side) {
      return side == 1 ? condition.canary() : condition.baseline();
    }

    private void serve(
        int side,
        double time,
        FieldEvents.FieldEvent event,
        MinuteRequests minute,
        RandomSampler draws) {
      double chance = draws.uniform();
      int container = pools[side].take(time, starts);
      if (container < 0) {
        return;
      }
      FieldVersion version = version(side);
      double duration = version.duration(pools[side].served(container), event.slowdown(), draws);
      double failing =
          version.errorRate() + event.errors() + pools[side].failing(container, time, starts);
      pools[side].serve(container, time + duration / 1000);
      minute.add(duration, chance < failing);
    }
  }
}
