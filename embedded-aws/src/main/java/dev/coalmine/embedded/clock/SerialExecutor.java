package dev.coalmine.embedded.clock;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs actions one after another without a lock: whoever finds it idle runs what is there, and what
 * comes meanwhile, from any thread or from the actions themselves.
 */
public final class SerialExecutor {
  private final Queue<Runnable> actions = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();

  public void execute(Runnable action) {
    actions.add(action);
    if (pending.getAndIncrement() == 0) {
      drain();
    }
  }

  // An action that throws must not leave the box busy for ever; its exception goes on afterwards.
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
