package dev.coalmine.local.asl;

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
  public TokenAnswer success(String token, Object output) {
    Object frozen = Trees.freeze(output);
    return answer(token, task -> task.tokenSucceeded(frozen));
  }

  /** SendTaskFailure, with the same manners; an empty error or cause is none. */
  public TokenAnswer failure(String token, String error, String cause) {
    return answer(token, task -> task.tokenFailed(error, cause));
  }

  /** SendTaskHeartbeat: HeartbeatSeconds count from now on. */
  public TokenAnswer heartbeat(String token) {
    return answer(token, TaskAttempt::heartbeat);
  }

  void open(String token, TaskAttempt task) {
    tasks.put(token, Optional.of(task));
  }

  void close(String token) {
    tasks.put(token, Optional.empty());
  }

  private TokenAnswer answer(String token, Telling telling) {
    Optional<TaskAttempt> task = tasks.get(token);
    if (task == null) {
      return TokenAnswer.TASK_DOES_NOT_EXIST;
    }
    boolean taken = task.isPresent() && telling.tell(task.get());
    return taken ? TokenAnswer.ACCEPTED : TokenAnswer.TASK_TIMED_OUT;
  }

  @FunctionalInterface
  private interface Telling {
    /** Whether the task was still waiting. */
    boolean tell(TaskAttempt task);
  }
}
