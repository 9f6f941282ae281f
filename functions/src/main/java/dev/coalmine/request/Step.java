package dev.coalmine.request;

import dev.coalmine.target.Weight;
import java.time.Duration;

/**
 * A step of a plan.
 *
 * @param weight the canary's weight, 1 to 99 %
 * @param bake how long the canary keeps it at least; at least a second
 */
public record Step(Weight weight, Duration bake) {}
