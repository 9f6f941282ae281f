package dev.coalmine.release;

import dev.coalmine.text.JsonView;
import dev.coalmine.text.Quote;
import dev.coalmine.text.TextLimit;
import java.util.Locale;
import java.util.Map;

/**
 * What a hook answered: at once as its result, or later with its task token.
 *
 * @param status what it says
 * @param message why; empty if it does not say
 */
public record HookAnswer(HookStatus status, String message) {
  private static final int LONGEST = 1_000;
  private static final String STATUS = "(?i)succeeded|failed|pending|inprogress";

  /** What a hook can say. */
  public enum HookStatus {
    /** Go on. */
    SUCCEEDED,
    /** Go back. */
    FAILED,
    /** The answer comes later, with the task token. */
    PENDING
  }

  public HookAnswer {
    message = TextLimit.cut(message, LONGEST);
  }

  /**
   * Reads a result: a status, alone or as a field with a message beside it, in the words that hooks
   * of CodeDeploy hand to PutLifecycleEventHookExecutionStatus. A function that returns no status
   * has ended well: one that did not would have thrown. A status that is none of these words is not
   * taken for a success.
   */
  public static HookAnswer of(Object result) {
    Map<String, Object> map = JsonView.of(result).map();
    Object status = first(map, "status", "Status");
    Object message = first(map, "message", "Message");
    return status == null
        ? ofBareResult(result, JsonView.of(message).text().orElse(""))
        : of(status, JsonView.of(message).text().orElse(""));
  }

  /** A word alone that is no status is what a function happens to return. */
  private static HookAnswer ofBareResult(Object result, String message) {
    boolean isStatus = result instanceof String text && text.strip().matches(STATUS);
    return isStatus ? of(result, message) : new HookAnswer(HookStatus.SUCCEEDED, message);
  }

  private static HookAnswer of(Object status, String message) {
    return switch (String.valueOf(status).strip().toLowerCase(Locale.ROOT)) {
      case "succeeded" -> new HookAnswer(HookStatus.SUCCEEDED, message);
      case "failed" -> new HookAnswer(HookStatus.FAILED, message);
      case "pending", "inprogress" -> new HookAnswer(HookStatus.PENDING, message);
      default ->
          new HookAnswer(
              HookStatus.FAILED,
              "its status %s is not Succeeded, Failed or Pending%s"
                  .formatted(Quote.of(status), message.isEmpty() ? "" : ": " + message));
    };
  }

  private static Object first(Map<String, Object> map, String name, String otherwise) {
    return map.containsKey(name) ? map.get(name) : map.get(otherwise);
  }
}
