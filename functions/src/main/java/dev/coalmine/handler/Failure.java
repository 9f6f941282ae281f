package dev.coalmine.handler;

import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;

/** A state's failure, as Step Functions' Catch hands it on, in one sentence. */
final class Failure {
  private Failure() {}

  /**
   * The sentence, or nothing when there was no failure. The Cause of a Lambda function's exception
   * is a JSON text with an errorMessage; other causes are plain text, or absent.
   */
  static Optional<String> sentence(Map<String, Object> failure) {
    if (failure == null || !failure.containsKey("Error")) {
      return Optional.empty();
    }
    String cause = message(String.valueOf(failure.getOrDefault("Cause", "")));
    return Optional.of(
        "could not go on: " + name(failure.get("Error")) + (cause.isEmpty() ? "" : ": " + cause));
  }

  /** The last part of a Java class' name; the names of Step Functions stay whole. */
  private static String name(Object error) {
    return String.valueOf(error)
        .replaceFirst("^[a-z][a-zA-Z0-9]*(\\.[a-z][a-zA-Z0-9]*)*\\.(?=[A-Z])", "");
  }

  private static String message(String cause) {
    try {
      if (Json.tree(cause) instanceof Map<?, ?> thrown
          && thrown.get("errorMessage") instanceof String message) {
        return message;
      }
    } catch (JacksonException e) {
      return cause;
    }
    return cause;
  }
}
