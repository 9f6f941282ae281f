package dev.coalmine.release;

import dev.coalmine.text.JsonView;
import dev.coalmine.text.Quote;
import dev.coalmine.text.TextLimit;
import dev.coalmine.text.VisibleText;
import java.util.Locale;

/**
 * A hook's answer: its result, or what it sends later with the task token.
 *
 * @param status the status
 * @param message why; empty if the hook gives no reason
 */
public record HookAnswer(HookStatus status, String message) {
  private static final int LONGEST = 1_000;
  private static final String STATUS = "(?i)succeeded|failed|pending|inprogress";

  /** The statuses of an answer. */
  public enum HookStatus {
    /** The release goes on. */
    SUCCEEDED,
    /** The release rolls back. */
    FAILED,
    /** The hook answers later, with the task token. */
    PENDING
  }

  public HookAnswer {
    message = TextLimit.cut(VisibleText.of(message), LONGEST);
  }

  /**
   * Reads a result: a status, alone or as a field with a message beside it, in the words that hooks
   * of CodeDeploy pass to PutLifecycleEventHookExecutionStatus. A function that returns no status
   * succeeded: otherwise it would have thrown. An unknown status counts as FAILED.
   */
  public static HookAnswer of(Object result) {
    JsonView fields = JsonView.of(result);
    String message = fields.text("message").or(() -> fields.text("Message")).orElse("");
    return fields
        .value("status")
        .or(() -> fields.value("Status"))
        .map(status -> of(status, message))
        .orElseGet(() -> ofBareResult(result, message));
  }

  /** A text that is no status is an ordinary return value. */
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
}
