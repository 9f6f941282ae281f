package dev.coalmine.local.aws;

/**
 * An invocation that ran, well or not.
 *
 * @param version that served it, or {@code $LATEST}
 * @param result what came of it
 */
record Executed(String version, Runner.Result result) {}
