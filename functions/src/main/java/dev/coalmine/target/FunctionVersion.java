package dev.coalmine.target;

import java.util.Optional;

/**
 * A version of a function, with what decides whether it can share an alias with another version.
 *
 * @param state its state in AWS, such as {@code Active}
 * @param stateReason AWS' reason for the state, possibly empty
 * @param runtime Lambda's identifier, such as {@code java21}; empty for an image
 * @param role ARN of its execution role
 * @param deadLetterArn ARN of its dead-letter target, possibly empty
 */
public record FunctionVersion(
    String state, String stateReason, String runtime, String role, String deadLetterArn) {
  /** Whether it can be invoked. */
  public boolean isActive() {
    return state.equals("Active");
  }

  /** Whether Lambda deactivated it; an invocation activates it again. */
  boolean isIdle() {
    return state.equals("Inactive");
  }

  /** Why it can't serve traffic, for a sentence that begins with the version; empty if it can. */
  public Optional<String> unfitReason() {
    return isActive()
        ? Optional.empty()
        : Optional.of(
            "is %s and cannot serve traffic%s"
                .formatted(
                    stateText(),
                    isIdle()
                        ? ": invoke it once to activate it, then start the release again"
                        : ""));
  }

  /** Whether it may become active without any action. */
  boolean isPending() {
    return state.equals("Pending");
  }

  /** The state and its reason. */
  String stateText() {
    return stateReason.isEmpty() ? state : state + " (" + stateReason + ")";
  }
}
