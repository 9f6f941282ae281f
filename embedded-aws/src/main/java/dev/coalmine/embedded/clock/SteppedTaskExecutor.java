package dev.coalmine.embedded.clock;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * Lets calls last in virtual time. Each call runs on a thread of its own, but one at a time, and
 * the clock stands still meanwhile. While a call {@linkplain #pause waits}, the clock goes on and
 * others run. So many calls can be under way at a moment, as on many machines, and a run is
 * nevertheless deterministic.
 */
public final class SteppedTaskExecutor implements TaskExecutor, AutoCloseable {
  private static final Logger LOG = System.getLogger(SteppedTaskExecutor.class.getName());

  /** Static, because the clients of functions have to find it; inherited by the functions. */
  private static final ThreadLocal<SteppedTaskExecutor> BOUND = new InheritableThreadLocal<>();

  private final VirtualClock clock;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(DaemonTaskExecutor.named("stepped-task"));
  private final ThreadLocal<Optional<SteppedCall>> current =
      ThreadLocal.withInitial(Optional::empty);

  /** An executor for the calls of this clock, which one other thread runs. */
  public SteppedTaskExecutor(VirtualClock clock) {
    this.clock = clock;
  }

  /** A call under way. Each permit lets one side go on. */
  private static final class SteppedCall {
    private final Semaphore clockRuns = new Semaphore(0);
    private final Semaphore callRuns = new Semaphore(0);
    private Instant deadline = Instant.MAX;
  }

  /** Ends a call whose time is up. No code catches it on the way. */
  private static final class TimeUpError extends Error {
    private static final long serialVersionUID = 1L;

    private TimeUpError() {
      super("the time of a call is up", null, false, false);
    }
  }

  /**
   * Binds the calling thread, and threads that it starts, to this executor: clients that are made
   * from now on wait by {@link #pause}.
   */
  public void bindThread() {
    BOUND.set(this);
  }

  /** The executor that the calling thread is bound to; empty where time is wall time. */
  public static Optional<SteppedTaskExecutor> bound() {
    return Optional.ofNullable(BOUND.get());
  }

  @Override
  public void run(Runnable call) {
    clock.runAt(clock.instant(), () -> begin(call));
  }

  private void begin(Runnable call) {
    SteppedCall step = new SteppedCall();
    threads.execute(
        () -> {
          current.set(Optional.of(step));
          try {
            call.run();
          } catch (RuntimeException | Error e) {
            LOG.log(Level.ERROR, "a task failed", e);
          } finally {
            current.remove();
            step.clockRuns.release();
          }
        });
    step.clockRuns.acquireUninterruptibly();
  }

  @Override
  public TaskTimer runAfter(Duration wait, Runnable task) {
    CancellableTask timer = new CancellableTask(task);
    clock.runAt(clock.instant().plus(wait), timer);
    return timer;
  }

  /** The time of the clock. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * Lets the calling call wait. Does nothing outside of calls.
   *
   * @throws Error if the time that {@link #within} gave is up before
   */
  public void pause(Duration wait) {
    current.get().ifPresent(step -> pause(step, wait));
  }

  private void pause(SteppedCall step, Duration wait) {
    Instant until = clock.instant().plus(wait);
    boolean ends = until.isAfter(step.deadline);
    Instant next = ends ? step.deadline : until;
    if (!clock.skipTo(next)) {
      giveWay(step, next);
    }
    if (ends) {
      throw new TimeUpError();
    }
  }

  /** Two changes of threads, which cost more than most calls. */
  private void giveWay(SteppedCall step, Instant until) {
    clock.runAt(
        until,
        () -> {
          step.callRuns.release();
          step.clockRuns.acquireUninterruptibly();
        });
    step.clockRuns.release();
    try {
      step.callRuns.acquire();
    } catch (InterruptedException closed) {
      throw new TimeUpError();
    }
  }

  /**
   * Does a part of the calling call within a time.
   *
   * @return its result; empty if the time was up before
   */
  public <T> Optional<T> within(Duration time, Callable<T> work) throws Exception {
    Optional<SteppedCall> step = current.get();
    if (step.isEmpty()) {
      return Optional.of(work.call());
    }
    Instant outer = step.get().deadline;
    Instant own = clock.instant().plus(time);
    step.get().deadline = own.isBefore(outer) ? own : outer;
    try {
      return Optional.of(work.call());
    } catch (TimeUpError up) {
      if (clock.instant().isBefore(own)) {
        throw up;
      }
      return Optional.empty();
    } finally {
      step.get().deadline = outer;
    }
  }

  /** Ends the threads of calls that wait, and unbinds the calling thread. */
  @Override
  public void close() {
    threads.shutdownNow();
    if (BOUND.get() == this) {
      BOUND.remove();
    }
  }
}
