package dev.coalmine.local.bench;

import dev.coalmine.judge.Grid;
import dev.coalmine.judge.History;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.Observation;
import dev.coalmine.judge.Profile;
import dev.coalmine.judge.Ruling;
import dev.coalmine.judge.Scope;
import dev.coalmine.judge.State;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** How many looks of the judge there are in a second: its rule alone, on recorded observations. */
public final class LookSpeed {
  private static final Judge JUDGE = new Judge(Profile.PACED, Grid.DEFAULT, Scope.BOTH);
  private static final int DELAY = 2; // minutes until a minute's numbers are complete

  private record Recorded(History history, List<Observation> minutes) {}

  private final List<Recorded> releases = new ArrayList<>();

  /** Records one release of each scenario at each rate. */
  public LookSpeed(long seed) {
    for (int rate : Quality.RATES) {
      for (Scenario scenario : Scenario.values()) {
        releases.add(record(Trace.of(scenario, rate, seed, 0)));
      }
    }
  }

  /** A release up to its rollback, or as long as it was watched. */
  private static Recorded record(Trace trace) {
    History history = Coalmine.historyOf(trace.history());
    List<Observation> minutes = new ArrayList<>();
    State state = JUDGE.start(history);
    int[] weights = new int[Trace.MINUTES];
    for (int t = 0; t < weights.length && !state.isRolledBack(); t++) {
      if (t >= DELAY) {
        Observation seen = Coalmine.observation(trace.seen(t - DELAY, weights[t - DELAY]));
        minutes.add(seen);
        state = JUDGE.look(state, t, seen).state();
      }
      weights[t] = state.weight().percent();
    }
    return new Recorded(history, minutes);
  }

  /**
   * How fast it was.
   *
   * @param perSecond looks in a second, which other work on this machine makes fewer
   * @param perProcessorSecond looks in a second that a thread had a processor
   */
  public record Speed(double perSecond, double perProcessorSecond) {}

  private record Work(long looks, long processorNanos) {}

  /** Looks for this long on so many threads at once. */
  public Speed measure(ExecutorService pool, int threads, Duration duration)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    List<Future<Work>> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(pool.submit(() -> lookUntil(start + duration.toNanos())));
    }
    double looks = 0;
    double nanos = 0;
    for (Future<Work> worker : workers) {
      looks += worker.get().looks();
      nanos += worker.get().processorNanos();
    }
    return new Speed(1e9 * looks / (System.nanoTime() - start), 1e9 * looks / nanos);
  }

  private Work lookUntil(long end) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    long looks = 0;
    while (System.nanoTime() < end) {
      for (Recorded release : releases) {
        looks += look(release);
      }
    }
    return new Work(looks, threads.getCurrentThreadCpuTime() - before);
  }

  private static int look(Recorded release) {
    State state = JUDGE.start(release.history());
    for (Observation seen : release.minutes()) {
      Ruling ruling = JUDGE.look(state, seen.minute() + DELAY, seen);
      state = ruling.state();
    }
    return release.minutes().size();
  }
}
