package dev.coalmine.aws;

import dev.coalmine.target.RestoreResult;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Target;
import dev.coalmine.text.TextLimit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * What a rollback found at each target before it failed, for the message of the failure: the reason
 * of a STUCK. The exception stays of its class, which the state machine's retries name.
 *
 * @param changes the changes of the rollback
 * @param results what it restored
 * @param find reads a target
 */
record RestoreFindings(
    List<RoutingChange> changes,
    Map<RoutingChange, RestoreResult> results,
    Function<Target, Optional<Snapshot>> find) {
  /**
   * The failure with the findings in its message. Failures that a service refuses at once are read
   * up; after any other one, more calls would take the time that the handler has left.
   */
  RuntimeException addTo(RuntimeException failure) {
    if (!(failure instanceof AwsServiceException refused)
        || refused.awsErrorDetails() == null
        || FailureKind.of(failure) == FailureKind.PASSING) {
      return failure;
    }
    String message =
        "%s; found: %s".formatted(refused.awsErrorDetails().errorMessage(), eachTarget());
    return refused.toBuilder()
        .message(TextLimit.cut(message, TextLimit.LONGEST_MESSAGE)) // getMessage adds the rest
        .build();
  }

  private String eachTarget() {
    return changes.stream()
        .map(change -> change.target() + " " + found(change))
        .collect(Collectors.joining(", "));
  }

  private String found(RoutingChange change) {
    try {
      return Optional.ofNullable(results.get(change))
          .flatMap(RestoreResult::found)
          .or(() -> find.apply(change.target()))
          .map(found -> "at " + found.routing())
          .orElse("missing");
    } catch (RuntimeException unreadable) {
      return "unreadable";
    }
  }
}
