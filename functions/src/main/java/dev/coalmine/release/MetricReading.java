package dev.coalmine.release;

/**
 * What the metrics said at one look.
 *
 * @param verdict FAIL when the canary was measured worse
 * @param reason the numbers
 * @param next the weight that the evidence allows; a plan of steps does not ask for it
 * @param trial what to remember
 */
public record MetricReading(Verdict verdict, String reason, Weight next, Trial trial) {

  Opinion opinion() {
    return new Opinion(
        switch (verdict) {
          case FAIL -> Opinion.Kind.BAD;
          case INCONCLUSIVE -> Opinion.Kind.SILENT;
          case PASS -> Opinion.Kind.GOOD;
        },
        reason);
  }
}
