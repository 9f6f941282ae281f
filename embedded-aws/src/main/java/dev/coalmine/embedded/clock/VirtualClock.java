package dev.coalmine.embedded.clock;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;

/**
 * A clock that jumps from one task to the next and never waits. One thread runs it. Other threads
 * may read the time and add tasks; the order is deterministic as long as the running thread waits
 * for them.
 */
public final class VirtualClock implements SchedulingClock {
  /** How many of its clocks a thread runs now, one within the other. */
  private static final ThreadLocal<Integer> RUNS = ThreadLocal.withInitial(() -> 0);

  private final PriorityQueue<VirtualClockTask> tasks =
      new PriorityQueue<>(
          Comparator.comparing(VirtualClockTask::moment).thenComparing(VirtualClockTask::number));
  private Instant now;
  private long addedCount;

  /** A clock that stands at the given moment. */
  public VirtualClock(Instant start) {
    now = start;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public synchronized void runAt(Instant moment, Runnable task) {
    tasks.add(new VirtualClockTask(moment.isBefore(now) ? now : moment, addedCount++, task));
  }

  /** Runs every task in the order of time and then of addition, until none is left. */
  public void run() {
    runUntil(() -> false);
  }

  /**
   * Runs tasks as {@link #run()} does until the condition holds or none is left. It checks the
   * condition before each task.
   *
   * @return whether the condition holds
   */
  public boolean runUntil(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Optional<Runnable> next = next(Instant.MAX);
      if (next.isEmpty()) {
        return false;
      }
      run(next.get());
    }
    return true;
  }

  /** Runs every task up to and including the moment, and sets the clock to the moment. */
  public void runTo(Instant moment) {
    Optional<Runnable> next = next(moment);
    while (next.isPresent()) {
      run(next.get());
      next = next(moment);
    }
    moveTo(moment);
  }

  /**
   * Sets the clock to the moment, for a task that waits until then, if no other task is due before.
   * Only the running task may call it, on any thread.
   *
   * @return whether it did
   */
  synchronized boolean skipTo(Instant moment) {
    VirtualClockTask entry = tasks.peek();
    boolean idle = entry == null || entry.moment().isAfter(moment);
    if (idle) {
      moveTo(moment);
    }
    return idle;
  }

  /** Whether a task of such a clock runs on the calling thread, so that time stands still. */
  public static boolean isRunByThisThread() {
    return RUNS.get() > 0;
  }

  private static void run(Runnable task) {
    RUNS.set(RUNS.get() + 1);
    try {
      task.run();
    } finally {
      RUNS.set(RUNS.get() - 1);
    }
  }

  private synchronized Optional<Runnable> next(Instant latest) {
    VirtualClockTask entry = tasks.peek();
    if (entry == null || entry.moment().isAfter(latest)) {
      return Optional.empty();
    }
    tasks.remove();
    now = entry.moment();
    return Optional.of(entry.task());
  }

  private synchronized void moveTo(Instant moment) {
    if (moment.isAfter(now)) {
      now = moment;
    }
  }

  private record VirtualClockTask(Instant moment, long number, Runnable task) {}
}
