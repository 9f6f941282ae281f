package dev.coalmine.request;

import dev.coalmine.target.Weight;
import java.time.Duration;

/**
 * One stop on the way to promotion.
 *
 * @param weight the canary's share, 1 to 99 %
 * @param bake how long it must hold before the next step, at least a second
 */
public record Step(Weight weight, Duration bake) {}
