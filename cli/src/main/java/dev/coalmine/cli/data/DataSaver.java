package dev.coalmine.cli.data;

import dev.coalmine.cli.world.SimulatedAccount;
import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Saves an account while it lives: what has changed every two seconds of wall time, and its metrics
 * every minute. At its end, both.
 */
public final class DataSaver implements Closeable {
  private static final long SECONDS = 2;
  private static final long METRICS_SECONDS = 60;

  /** A release reads three hours of metrics from before it. */
  private static final Duration METRICS = Duration.ofHours(4);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "data");
            thread.setDaemon(true);
            return thread;
          });
  private final AtomicBoolean failing = new AtomicBoolean();
  private final SimulatedAccount account;
  private final DataFolder folder;
  private final Consumer<String> lines;

  /**
   * A saver that does not run yet.
   *
   * @param lines is told of the first write of several that fails
   */
  public DataSaver(SimulatedAccount account, DataFolder folder, Consumer<String> lines) {
    this.account = account;
    this.folder = folder;
    this.lines = lines;
  }

  /** Saves from now on. */
  public DataSaver start() {
    var unused =
        timer.scheduleWithFixedDelay(() -> attempt(this::save), 0, SECONDS, TimeUnit.SECONDS);
    var unusedMetrics =
        timer.scheduleWithFixedDelay(
            () -> attempt(this::saveMetrics), METRICS_SECONDS, METRICS_SECONDS, TimeUnit.SECONDS);
    return this;
  }

  private void attempt(Runnable write) {
    try {
      write.run();
      failing.set(false);
    } catch (RuntimeException e) { // any other would end the schedule
      if (!failing.getAndSet(true)) {
        lines.accept(e.getMessage() + "; it is tried again");
      }
    }
  }

  /** Writes the account, unless it has not changed. */
  public void save() {
    folder.write(account.save());
  }

  /** Writes the metrics. */
  public void saveMetrics() {
    folder.writeMetrics(account.saveMetrics(METRICS));
  }

  /** Saves once more, and ends. */
  @Override
  public void close() {
    timer.shutdown();
    attempt(this::save);
    attempt(this::saveMetrics);
  }
}
