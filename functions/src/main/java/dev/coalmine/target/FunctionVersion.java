package dev.coalmine.target;

import java.util.Optional;

/**
 * What decides whether a version of a function can share an alias with another one.
 *
 * @param state AWS' word for its state, such as {@code Active}
 * @param stateReason AWS' reason for the state, possibly empty
 * @param role ARN of its execution role
 * @param deadLetterArn ARN of its dead-letter target, possibly empty
 */
public record FunctionVersion(String state, String stateReason, String role, String deadLetterArn) {
  /** Whether it can be invoked. */
  public boolean isActive() {
    return state.equals("Active");
  }

  /** Whether Lambda put it to sleep, to be woken by an invocation. */
  boolean isIdle() {
    return state.equals("Inactive");
  }

  /** Why it can't take traffic, for a sentence that begins with it; nothing if it can. */
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

  /** Whether it may become usable by waiting. */
  boolean isPending() {
    return state.equals("Pending");
  }

  /** The state and its reason. */
  String stateText() {
    return stateReason.isEmpty() ? state : state + " (" + stateReason + ")";
  }
}
