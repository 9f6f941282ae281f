package dev.coalmine.cli.traffic;

import java.time.Duration;

/**
 * The result of one request to a version.
 *
 * @param duration how long the function ran
 * @param failed whether it failed
 */
public record SampledRequest(Duration duration, boolean failed) {}
