package dev.coalmine.document;

import dev.coalmine.release.Release;
import dev.coalmine.target.RefusedException;
import dev.coalmine.target.TargetMovedException;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/**
 * A state's failure, as Step Functions' Catch hands it on.
 *
 * @param error its name, such as a Java class' or {@code States.Timeout}
 * @param text what the exception or the service said, possibly nothing
 */
public record CaughtFailure(String error, String text) {
  /** Of a target that another release has marked (Move). */
  private static final String LOST_TO_RELEASE = "described as \"coalmine arn:";

  /**
   * The failure that the workflow tells of, or nothing when there was none. The Cause of a Lambda
   * function's exception is a JSON text with an errorMessage; other causes are plain text, or
   * absent.
   */
  public static Optional<CaughtFailure> of(Map<String, Object> failure) {
    return failure == null || !failure.containsKey("Error")
        ? Optional.empty()
        : Optional.of(
            new CaughtFailure(
                name(failure.get("Error")),
                message(String.valueOf(failure.getOrDefault("Cause", "")))));
  }

  /** Whether somebody else moved a target. */
  public boolean isTargetMoved() {
    return error.equals(TargetMovedException.class.getSimpleName());
  }

  /** Whether somebody else was first. */
  private boolean isRefusal() {
    return error.equals(RefusedException.class.getSimpleName());
  }

  /** Whether that was another release, whose mark the message tells. */
  public boolean isLostToRelease() {
    return isRefusal() && text.contains(LOST_TO_RELEASE);
  }

  /** The release with this failure as the reason to go back. */
  public Release rollBack(Release release) {
    return isRefusal() ? release.rollBackRefusal(text) : release.rollBackFailure(toSentence());
  }

  /** The failure in one sentence. */
  public String toSentence() {
    return "could not continue: " + errorAndMessage();
  }

  /** The same for a sentence that says what failed. */
  public String errorAndMessage() {
    return error + (text.isEmpty() ? "" : ": " + text);
  }

  /** The last part of a Java class' name; the names of Step Functions stay whole. */
  private static String name(Object error) {
    return String.valueOf(error)
        .replaceFirst("^[a-z][a-zA-Z0-9]*(\\.[a-z][a-zA-Z0-9]*)*\\.(?=[A-Z])", "");
  }

  /** What the JSON of a Lambda function's exception says; of another text, the text. */
  public static String message(String cause) {
    try {
      if (Json.readTree(cause) instanceof Map<?, ?> thrown
          && thrown.get("errorMessage") instanceof String message) {
        return message;
      }
    } catch (JacksonException e) {
      return cause;
    }
    return cause;
  }
}
