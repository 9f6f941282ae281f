package dev.coalmine.embedded.clock;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/** Real wall time. Each call runs on a daemon thread of its own, and timeouts on another. */
public final class DaemonTaskExecutor implements TaskExecutor, AutoCloseable {
  private static final Logger LOG = System.getLogger(DaemonTaskExecutor.class.getName());

  private final ExecutorService calls = Executors.newCachedThreadPool(named("task"));
  private final ScheduledThreadPoolExecutor timers =
      new ScheduledThreadPoolExecutor(1, named("task-timer"));

  /** Creates threads only when they are needed. */
  public DaemonTaskExecutor() {
    timers.setRemoveOnCancelPolicy(true);
  }

  @Override
  public void run(Runnable call) {
    try {
      calls.execute(() -> logged(call));
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "skipped a call: the threads are closed", e);
    }
  }

  @Override
  public TaskTimer runAfter(Duration wait, Runnable task) {
    try {
      Future<?> timer = timers.schedule(() -> logged(task), wait.toMillis(), TimeUnit.MILLISECONDS);
      return () -> timer.cancel(false);
    } catch (RejectedExecutionException e) {
      LOG.log(Level.DEBUG, "skipped a timeout: the threads are closed", e);
      return () -> {};
    }
  }

  /** Starts no more tasks, and interrupts the running ones. */
  @Override
  public void close() {
    calls.shutdownNow();
    timers.shutdownNow();
  }

  static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  private static void logged(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.log(Level.ERROR, "a task failed", e);
    }
  }
}
