package dev.coalmine.release;

/**
 * What the metrics of one target said at one look.
 *
 * @param verdict FAIL when the canary was measured worse
 * @param reason the numbers
 * @param next the weight that the evidence allows; everything, where it does not set the pace
 * @param trial what to remember
 * @param measured the figures that were new
 * @param cause what kind of worse; NONE unless the verdict is FAIL
 */
public record MetricReading(
    Verdict verdict, String reason, Weight next, Trial trial, Measured measured, Cause cause) {

  /** One for which nothing goes back. */
  public MetricReading(
      Verdict verdict, String reason, Weight next, Trial trial, Measured measured) {
    this(verdict, reason, next, trial, measured, Cause.NONE);
  }
}
