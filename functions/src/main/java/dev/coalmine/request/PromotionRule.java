package dev.coalmine.request;

import java.time.Duration;

/**
 * What a stack demands of a release before it reaches 100 %, whatever plan and commands say.
 *
 * @param minimumBake the shortest time that the canary must have requests below 100 %; zero for
 *     none
 * @param gate which gate must have passed
 */
public record PromotionRule(Duration minimumBake, GateRule gate) {
  /** A stack that demands nothing. */
  public static final PromotionRule NONE = new PromotionRule(Duration.ZERO, GateRule.NONE);
}
