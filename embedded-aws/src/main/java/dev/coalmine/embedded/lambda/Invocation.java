package dev.coalmine.embedded.lambda;

import java.time.Duration;
import java.time.Instant;

/**
 * One invocation of a function, for its metrics.
 *
 * @param function its bare name
 * @param alias the invoked alias; empty for a call by version or without a qualifier
 * @param version the version that served it, or {@code $LATEST}
 * @param start when it began
 * @param duration how long it ran; zero when it was throttled
 * @param error whether it failed
 * @param throttled whether it was throttled before it ran
 */
public record Invocation(
    String function,
    String alias,
    String version,
    Instant start,
    Duration duration,
    boolean error,
    boolean throttled) {}
