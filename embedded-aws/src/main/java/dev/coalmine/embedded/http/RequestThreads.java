package dev.coalmine.embedded.http;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads of a server, one for each request that is read or answered, bounded. */
final class RequestThreads implements AutoCloseable {
  private static final int IDLE_SECONDS = 60;
  private static final int LOOK_MILLIS = 100;

  private final ThreadPoolExecutor pool;

  /**
   * Threads that are made as they are needed.
   *
   * @param most how many; who brings one more request waits for one of them
   */
  RequestThreads(int most) {
    pool =
        new ThreadPoolExecutor(
            0,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            RequestThreads::daemon,
            RequestThreads::wait);
  }

  void execute(Runnable request) {
    pool.execute(request);
  }

  private static void wait(Runnable request, ThreadPoolExecutor full) {
    try {
      while (!full.isShutdown()) {
        if (full.getQueue().offer(request, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          return;
        }
        if (full.getPoolSize() < full.getMaximumPoolSize()) { // idle ones have ended meanwhile
          full.execute(request);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    throw new RejectedExecutionException("the server is closed");
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "embedded-aws");
    thread.setDaemon(true);
    return thread;
  }

  /** Takes no more requests, and lets those end that are answered. */
  void refuse() {
    pool.shutdown();
  }

  /** Interrupts all requests. */
  @Override
  public void close() {
    pool.shutdownNow();
  }
}
