package dev.coalmine.embedded.lambda;

/**
 * A completed invocation, successful or failed.
 *
 * @param version the version that served it, or {@code $LATEST}
 * @param result the function's result
 */
public record CompletedInvocation(String version, FunctionRunner.FunctionResult result) {}
