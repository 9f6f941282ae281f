package dev.coalmine.embedded.clock;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A task that can be cancelled before it runs. A clock keeps each task until its moment, which may
 * be days ahead; a cancelled one keeps nothing else alive until then.
 */
public final class CancellableTask implements Runnable, TaskExecutor.TaskTimer {
  private final AtomicReference<Optional<Runnable>> task;

  public CancellableTask(Runnable task) {
    this.task = new AtomicReference<>(Optional.of(task));
  }

  @Override
  public void run() {
    task.getAndSet(Optional.empty()).ifPresent(Runnable::run);
  }

  @Override
  public void cancel() {
    task.set(Optional.empty());
  }
}
