package dev.coalmine.embedded.asl;

/** The result of an operation on a task token. */
public enum TaskTokenResult {
  /** The task was waiting and accepted it. */
  ACCEPTED,
  /** The task has ended: it timed out, was answered before, or its execution ended. */
  TASK_TIMED_OUT,
  /** It is a token, but no task here ever had it. */
  TASK_DOES_NOT_EXIST,
  /** The text is not a token at all. */
  INVALID_TOKEN
}
