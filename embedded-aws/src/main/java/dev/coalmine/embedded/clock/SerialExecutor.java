package dev.coalmine.embedded.clock;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs actions one after another without a lock. The thread that finds the executor idle runs all
 * actions, also those that are added meanwhile by any thread or by the actions themselves.
 */
public final class SerialExecutor {
  private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  /** Runs an action now, or after the action that runs now. */
  public void execute(Runnable action) {
    actions.add(action);
    if (pending.getAndIncrement() == 0) {
      drain();
    }
  }

  // An exception of an action does not stop the executor. It is rethrown after the last action.
  private void drain() {
    Throwable firstThrown = null;
    do {
      try {
        actions.remove().run();
      } catch (RuntimeException | Error e) {
        firstThrown = firstThrown == null ? e : firstThrown;
      }
    } while (pending.decrementAndGet() != 0);
    rethrow(firstThrown);
  }

  private static void rethrow(Throwable firstThrown) {
    if (firstThrown instanceof RuntimeException e) {
      throw e;
    }
    if (firstThrown instanceof Error e) {
      throw e;
    }
  }
}
