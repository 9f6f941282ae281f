package dev.coalmine.release;

import java.util.Map;

/**
 * What a hook answered: at once as its result, or later with its task token.
 *
 * @param status what it says
 * @param message why; empty if it does not say
 */
public record HookAnswer(Status status, String message) {
  private static final int LONGEST = 1_000;

  /** What a hook can say. */
  public enum Status {
    /** Go on. */
    SUCCEEDED,
    /** Go back. */
    FAILED,
    /** The answer comes later, with the task token. */
    PENDING
  }

  public HookAnswer {
    message = Words.cut(message, LONGEST);
  }

  /**
   * Reads a result: a status, alone or as a field with a message beside it, in the words that hooks
   * of CodeDeploy hand to PutLifecycleEventHookExecutionStatus. A function that returns something
   * else has ended well: one that did not would have thrown.
   */
  public static HookAnswer of(Object result) {
    if (result instanceof Map<?, ?> map) {
      Object status = map.containsKey("status") ? map.get("status") : map.get("Status");
      Object message = map.containsKey("message") ? map.get("message") : map.get("Message");
      return new HookAnswer(status(status), message instanceof String text ? text : "");
    }
    return new HookAnswer(status(result), "");
  }

  private static Status status(Object word) {
    String text = word instanceof String string ? string.strip() : "";
    if (text.equalsIgnoreCase("Failed")) {
      return Status.FAILED;
    }
    return text.equalsIgnoreCase("Pending") || text.equalsIgnoreCase("InProgress")
        ? Status.PENDING
        : Status.SUCCEEDED;
  }
}
