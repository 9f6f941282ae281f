package dev.coalmine.document;

import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseRollback;
import dev.coalmine.release.StrayHandlers;
import dev.coalmine.target.LateRefusalException;
import dev.coalmine.target.RefusedException;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.TargetMovedException;
import dev.coalmine.text.JsonView;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The failure of a state, as a Catch of the state machine passes it on. Step Functions always gives
 * the two fields Error and Cause, but either may be null, as after a SendTaskFailure without them,
 * or empty, as the Cause of a time-out (both recorded).
 *
 * @param error the error's name: a Java class or, for example, {@code States.Timeout}; empty if the
 *     failure has none
 * @param text the message of the exception or of the service; may be empty
 */
public record CaughtFailure(String error, String text) {
  /**
   * The failure in the event of a handler; absent if there was none. The Cause of a Lambda
   * function's exception is JSON with an errorMessage. Other causes are plain text, empty or null.
   */
  public static Optional<CaughtFailure> of(Map<String, Object> failure) {
    if (failure == null || !(failure.containsKey("Error") || failure.containsKey("Cause"))) {
      return Optional.empty();
    }
    JsonView fields = JsonView.of(failure);
    return Optional.of(
        new CaughtFailure(name(fields.text("Error", "")), message(fields.text("Cause", ""))));
  }

  /** Whether a target was moved by someone else. */
  public boolean isTargetMoved() {
    return error.equals(TargetMovedException.class.getSimpleName());
  }

  /** Whether a handler refused to write. */
  private boolean isRefusal() {
    return error.equals(RefusedException.class.getSimpleName()) || isLateRefusal();
  }

  private boolean isLateRefusal() {
    return error.equals(LateRefusalException.class.getSimpleName());
  }

  /**
   * Whether another release claimed the target first: the message has a mark that is not this
   * release's.
   *
   * @param execution this release's
   */
  public boolean isLostToRelease(String execution) {
    return isRefusal()
        && text.contains(RoutingChange.MARKED + "arn:")
        && !text.contains(RoutingChange.MARKED + execution);
  }

  /**
   * The release with a rollback because of this failure.
   *
   * @param now when the state had failed
   */
  public Release rollBack(Release release, Instant now) {
    if (isRefusal()) {
      Release noted = isLateRefusal() ? StrayHandlers.noteFailure(release, now) : release;
      boolean unsure = isLateRefusal() && !isLostToRelease(release.execution());
      return ReleaseRollback.afterRefusal(noted, text, unsure);
    }
    return ReleaseRollback.afterFailure(StrayHandlers.noteFailure(release, now), toSentence());
  }

  /** The failure as a sentence. */
  public String toSentence() {
    String what = errorAndMessage();
    return "could not continue: " + (what.isEmpty() ? "a state failed without an error" : what);
  }

  /** Error and message, for a sentence that names the state; empty if there is neither. */
  public String errorAndMessage() {
    return error + (error.isEmpty() || text.isEmpty() ? "" : ": ") + text;
  }

  /** The simple name of a Java class. Names of Step Functions stay as they are. */
  private static String name(String error) {
    return error.replaceFirst("^[a-z][a-zA-Z0-9]*(\\.[a-z][a-zA-Z0-9]*)*\\.(?=[A-Z])", "");
  }

  /** The message in the JSON of a Lambda function's exception; other text as it is. */
  public static String message(String cause) {
    return Json.readView(cause).text("errorMessage", cause);
  }
}
