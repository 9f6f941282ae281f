package dev.coalmine.embedded.lambda;

/**
 * An invocation that ran, well or not.
 *
 * @param version that served it, or {@code $LATEST}
 * @param result what came of it
 */
public record CompletedInvocation(String version, FunctionRunner.FunctionResult result) {}
