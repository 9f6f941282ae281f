package dev.coalmine.embedded.clock;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wall time multiplied by a speed. Tasks run one after another on one daemon thread. */
public final class ScaledClock implements SchedulingClock, AutoCloseable {
  private static final Logger LOG = System.getLogger(ScaledClock.class.getName());
  private static final double MAX_SLEEP_NANOS = TimeUnit.DAYS.toNanos(1);

  private final Instant start;
  private final long startNanos = System.nanoTime();
  private final double speed;
  private final PriorityQueue<ScaledClockTask> tasks =
      new PriorityQueue<>(
          Comparator.comparing(ScaledClockTask::moment).thenComparing(ScaledClockTask::number));
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long addedCount;
  private boolean closed;

  /**
   * A clock that starts now.
   *
   * @param start its present time
   * @param speed clock seconds in a wall second, above 0
   */
  public ScaledClock(Instant start, double speed) {
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("speed " + speed + " must be above 0");
    }
    this.start = start;
    this.speed = speed;
  }

  @Override
  public Instant instant() {
    return start.plusNanos((long) ((System.nanoTime() - startNanos) * speed));
  }

  /**
   * Sleeps for this much of the clock's time. An interrupt ends it early, and the thread stays
   * interrupted.
   */
  public void sleep(Duration time) {
    try {
      TimeUnit.NANOSECONDS.sleep((long) (time.toNanos() / speed));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void runAt(Instant moment, Runnable task) {
    lock.lock();
    try {
      tasks.add(new ScaledClockTask(moment, addedCount, task));
      if (addedCount++ == 0) {
        DaemonTaskExecutor.named("clock").newThread(this::runAll).start();
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Drops all tasks. A running task completes. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void runAll() {
    try {
      for (Optional<Runnable> task = next(); task.isPresent(); task = next()) {
        run(task.get());
      }
    } catch (InterruptedException e) {
      LOG.log(Level.WARNING, "the clock was interrupted and stopped", e);
    }
  }

  // Waits until the first task is due. Empty once the clock is closed.
  private Optional<Runnable> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (!closed) {
        ScaledClockTask first = tasks.peek();
        if (first == null) {
          changed.await();
        } else if (first.moment().isAfter(instant())) {
          changed.awaitNanos(wallNanosUntil(first.moment()));
        } else {
          return Optional.of(tasks.remove().task());
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private long wallNanosUntil(Instant moment) {
    Duration ahead = Duration.between(instant(), moment);
    double nanos = (ahead.getSeconds() * 1e9 + ahead.getNano()) / speed;
    return (long) Math.max(1, Math.min(MAX_SLEEP_NANOS, Math.ceil(nanos)));
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "a task on the clock failed", e);
    }
  }

  private record ScaledClockTask(Instant moment, long number, Runnable task) {}
}
