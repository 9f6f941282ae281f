package dev.coalmine.embedded.asl;

import dev.coalmine.embedded.asl.expression.JsonTrees;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Every task token that an interpreter has given out. */
public final class TaskTokens {
  // Empty once the task is over, so that it holds nothing of its execution.
  private final Map<String, Optional<TaskAttempt>> tasks = new ConcurrentHashMap<>();

  TaskTokens() {}

  /**
   * SendTaskSuccess. The execution moves on by a task on the clock, never inside this call.
   *
   * @param output a JSON tree; it is copied
   * @throws IllegalArgumentException if it holds anything that JSON does not know
   */
  public TaskTokenResult succeed(String token, Object output) {
    Object frozen = JsonTrees.freeze(output);
    return resolve(token, task -> task.tokenSucceeded(frozen));
  }

  /** SendTaskFailure, with the same manners; an empty error or cause is none. */
  public TaskTokenResult fail(String token, String error, String cause) {
    return resolve(token, task -> task.tokenFailed(error, cause));
  }

  /** SendTaskHeartbeat: HeartbeatSeconds count from now on. */
  public TaskTokenResult heartbeat(String token) {
    return resolve(token, TaskAttempt::heartbeat);
  }

  void open(String token, TaskAttempt task) {
    tasks.put(token, Optional.of(task));
  }

  void close(String token) {
    tasks.put(token, Optional.empty());
  }

  private TaskTokenResult resolve(String token, TokenAction action) {
    Optional<TaskAttempt> task = tasks.get(token);
    if (task == null) {
      return TaskTokenResult.TASK_DOES_NOT_EXIST;
    }
    boolean accepted = task.isPresent() && action.apply(task.get());
    return accepted ? TaskTokenResult.ACCEPTED : TaskTokenResult.TASK_TIMED_OUT;
  }

  @FunctionalInterface
  private interface TokenAction {
    /** Whether the task was still waiting. */
    boolean apply(TaskAttempt task);
  }
}
