package dev.coalmine.request;

import java.util.Objects;

/**
 * The parameters of the stack's policy as the template has them. They are part of the state
 * machine's definition, so that a running release keeps those that it started with.
 *
 * @param requireGate {@code false}, {@code true} or {@code metrics}
 * @param minimumBake an ISO-8601 duration
 * @param allowedVariables names of stage variables, separated by commas; {@code *} stands for any
 *     characters
 * @param allowedPlans names of plans, separated by commas, or {@code *}
 * @param allowedHooks names or ARNs of functions, separated by commas; {@code *} stands for any
 *     characters
 */
public record PolicyParameters(
    String requireGate,
    String minimumBake,
    String allowedVariables,
    String allowedPlans,
    String allowedHooks) {
  /** The defaults of the template: no limits. */
  public static final PolicyParameters NONE =
      new PolicyParameters("false", "PT0S", StackPolicy.ANY, StackPolicy.ANY, StackPolicy.ANY);

  /** The parameters; null from a workflow without a policy, which has the defaults. */
  public static PolicyParameters orNone(PolicyParameters parameters) {
    return parameters == null ? NONE : parameters;
  }

  /** A definition without a parameter has its default. */
  public PolicyParameters {
    requireGate = Objects.requireNonNullElse(requireGate, "false");
    minimumBake = Objects.requireNonNullElse(minimumBake, "PT0S");
    allowedVariables = Objects.requireNonNullElse(allowedVariables, StackPolicy.ANY);
    allowedPlans = Objects.requireNonNullElse(allowedPlans, StackPolicy.ANY);
    allowedHooks = Objects.requireNonNullElse(allowedHooks, StackPolicy.ANY);
  }
}
