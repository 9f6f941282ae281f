package dev.coalmine.cli.bench;

import dev.coalmine.judge.BaselineHistory;
import dev.coalmine.judge.Judge;
import dev.coalmine.judge.JudgeProfile;
import dev.coalmine.judge.JudgeState;
import dev.coalmine.judge.Observation;
import dev.coalmine.judge.WeightLadder;
import dev.coalmine.request.MetricScope;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Measures looks of the judge per second, on recorded observations. */
public final class JudgeBenchmark {
  private static final Judge JUDGE =
      new Judge(JudgeProfile.PACED, WeightLadder.DEFAULT, MetricScope.ALL);
  private static final int DELAY = 2; // minutes until a minute's numbers are complete

  private record RecordedTrace(BaselineHistory history, List<Observation> minutes) {}

  private final List<RecordedTrace> releases = new ArrayList<>();

  /** Records one release of each scenario at each rate. */
  public JudgeBenchmark(long seed) {
    for (int rate : DecisionQuality.RATES) {
      for (BenchmarkScenario scenario : BenchmarkScenario.values()) {
        releases.add(recordTrace(ReleaseTrace.generate(scenario, rate, seed, 0)));
      }
    }
  }

  /** The observations of a release until its rollback or the end of the trace. */
  private static RecordedTrace recordTrace(ReleaseTrace trace) {
    BaselineHistory history = new BaselineHistory(CoalmineRule.toCounts(trace.history()));
    List<Observation> minutes = new ArrayList<>();
    JudgeState state = JUDGE.start(history);
    int[] weights = new int[ReleaseTrace.MINUTES];
    for (int t = 0; t < weights.length && !state.isRolledBack(); t++) {
      if (t >= DELAY) {
        Observation seen =
            CoalmineRule.toObservation(trace.observed(t - DELAY, weights[t - DELAY]));
        minutes.add(seen);
        state = JUDGE.judgePaced(state, t, seen).state();
      }
      weights[t] = state.weight().percent();
    }
    return new RecordedTrace(history, minutes);
  }

  /**
   * The measured speed.
   *
   * @param perSecond looks per second of elapsed time, fewer under other load on the machine
   * @param perProcessorSecond looks per second of processor time
   */
  public record JudgeSpeed(double perSecond, double perProcessorSecond) {}

  private record WorkerLooks(long looks, long processorNanos) {}

  /** Measures on several threads at once for this duration. */
  public JudgeSpeed measure(ExecutorService pool, int threads, Duration duration)
      throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    List<Future<WorkerLooks>> workers = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      workers.add(pool.submit(() -> lookUntil(start + duration.toNanos())));
    }
    double looks = 0;
    double nanos = 0;
    for (Future<WorkerLooks> worker : workers) {
      looks += worker.get().looks();
      nanos += worker.get().processorNanos();
    }
    return new JudgeSpeed(1e9 * looks / (System.nanoTime() - start), 1e9 * looks / nanos);
  }

  private WorkerLooks lookUntil(long end) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    long looks = 0;
    do { // at least one round, even if this thread starts after the end
      for (RecordedTrace release : releases) {
        looks += look(release);
      }
    } while (System.nanoTime() < end);
    return new WorkerLooks(looks, threads.getCurrentThreadCpuTime() - before);
  }

  private static int look(RecordedTrace release) {
    JudgeState state = JUDGE.start(release.history());
    for (Observation seen : release.minutes()) {
      state = JUDGE.judgePaced(state, seen.minute() + DELAY, seen).state();
    }
    return release.minutes().size();
  }
}
