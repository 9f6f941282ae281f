package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.expression.JsonTrees;
import dev.coalmine.embedded.asl.expression.StateFailure;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Every task token of an interpreter that is open, and those that were closed last. */
public final class TaskTokens {
  /** The most closed tokens that are known. The oldest then read like those of other machines. */
  static final int MOST_CLOSED = 10_000;

  // Empty once the task has ended, so that the execution can be garbage collected.
  private final Map<String, Optional<TaskAttempt>> tasks = new ConcurrentHashMap<>();
  private final Queue<String> closed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger closedCount = new AtomicInteger();

  TaskTokens() {}

  /**
   * SendTaskSuccess. A task on the clock continues the execution, never this call itself.
   *
   * @param output a JSON tree; it is copied
   * @throws IllegalArgumentException if it is not JSON
   */
  public TaskTokenResult succeed(String token, Object output) {
    Object frozen = JsonTrees.freeze(output);
    return resolve(token, task -> task.tokenSucceeded(frozen));
  }

  /** SendTaskFailure. It continues the execution as {@link #succeed} does. */
  public TaskTokenResult fail(String token, Optional<String> error, Optional<String> cause) {
    StateFailure failure = StateFailure.of(error, cause);
    return resolve(token, task -> task.tokenFailed(failure));
  }

  /** SendTaskHeartbeat. HeartbeatSeconds count again from now. */
  public TaskTokenResult heartbeat(String token) {
    return resolve(token, TaskAttempt::heartbeat);
  }

  void open(String token, TaskAttempt task) {
    tasks.put(token, Optional.of(task));
  }

  void close(String token) {
    tasks.put(token, Optional.empty());
    closed.add(token);
    if (closedCount.incrementAndGet() > MOST_CLOSED) {
      closedCount.decrementAndGet();
      tasks.remove(closed.remove());
    }
  }

  /** The number of tokens that are known. */
  int count() {
    return tasks.size();
  }

  private TaskTokenResult resolve(String token, TokenAction action) {
    Optional<TaskAttempt> task = tasks.get(token);
    if (task == null) {
      return TaskToken.isWellFormed(token)
          ? TaskTokenResult.TASK_DOES_NOT_EXIST
          : TaskTokenResult.INVALID_TOKEN;
    }
    boolean accepted = task.isPresent() && action.apply(task.get());
    return accepted ? TaskTokenResult.ACCEPTED : TaskTokenResult.TASK_TIMED_OUT;
  }

  @FunctionalInterface
  private interface TokenAction {
    /** Returns whether the task was still waiting. */
    boolean apply(TaskAttempt task);
  }
}
