package dev.coalmine.embedded.asl;

/** What becomes of a task token that somebody sends back. */
public enum TaskTokenResult {
  /** It was taken. */
  ACCEPTED,
  /** The task is over: timed out, answered before, or its execution ended. */
  TASK_TIMED_OUT,
  /** No task ever had this token. */
  TASK_DOES_NOT_EXIST
}
