package dev.coalmine.local.asl;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Wall time multiplied by a speed. Tasks run one after another on one daemon thread. */
public final class ScaledClock implements Clock, AutoCloseable {
  private static final Logger LOG = System.getLogger(ScaledClock.class.getName());
  private static final long LONGEST_SLEEP = TimeUnit.DAYS.toNanos(1);

  private final Instant start;
  private final long startNanos = System.nanoTime();
  private final double speed;
  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparing(Entry::moment).thenComparing(Entry::number));
  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(1, DaemonThreads.named("clock"));
  private long given;

  /**
   * A clock that starts now.
   *
   * @param start what it shows now
   * @param speed its seconds in one wall second, above 0
   */
  public ScaledClock(Instant start, double speed) {
    if (!(speed > 0) || Double.isInfinite(speed)) {
      throw new IllegalArgumentException("speed " + speed + " must be above 0");
    }
    this.start = start;
    this.speed = speed;
    thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public Instant instant() {
    return start.plusNanos((long) ((System.nanoTime() - startNanos) * speed));
  }

  @Override
  public void at(Instant moment, Runnable task) {
    synchronized (entries) {
      entries.add(new Entry(moment, given++, task));
    }
    wakeFor(moment);
  }

  /** Forgets every task; one that runs is left to end. */
  @Override
  public void close() {
    thread.shutdownNow();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // runDue lets nothing through
  private void wakeFor(Instant moment) {
    if (!thread.isShutdown()) {
      thread.schedule(this::runDue, wallNanosUntil(moment), TimeUnit.NANOSECONDS);
    }
  }

  private long wallNanosUntil(Instant moment) {
    Duration ahead = Duration.between(instant(), moment);
    double nanos = (ahead.getSeconds() * 1e9 + ahead.getNano()) / speed;
    return (long) Math.max(0, Math.min((double) LONGEST_SLEEP, Math.ceil(nanos) + 1));
  }

  // One wake-up for each task, but the queue decides what runs: tasks of one moment keep their
  // order even when their wake-ups, rounded to wall nanoseconds, do not.
  private void runDue() {
    Optional<Runnable> task = due();
    while (task.isPresent()) {
      run(task.get());
      task = due();
    }
    Instant early = early();
    if (early != null) {
      wakeFor(early);
    }
  }

  private Optional<Runnable> due() {
    synchronized (entries) {
      Entry first = entries.peek();
      boolean due = first != null && !first.moment().isAfter(instant());
      return due ? Optional.of(entries.remove().task()) : Optional.empty();
    }
  }

  // The first task that is left when this was the last wake-up: it was rounded down, or sleeps
  // longer than one sleep.
  private Instant early() {
    synchronized (entries) {
      return entries.isEmpty() || !thread.getQueue().isEmpty() ? null : entries.peek().moment();
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "a task on the clock failed", e);
    }
  }

  private record Entry(Instant moment, long number, Runnable task) {}
}
