package dev.coalmine.report;

import java.util.List;

/**
 * Maps values to heights.
 *
 * @param top the value at the upper edge
 * @param root whether heights are square roots, so that small values are visible beside large ones
 */
record Scale(double top, boolean root) {
  /** A scale from zero to a round number that is at least the greater of both. */
  static Scale upTo(double most, double least) {
    return new Scale(round(Math.max(most, least)), false);
  }

  /** The same with square roots: a quarter of the top is in the middle. */
  static Scale rootUpTo(double most, double least) {
    return new Scale(Math.max(most, least) > .5 ? 1 : round(Math.max(most, least)), true);
  }

  private static double round(double value) {
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double each : List.of(1.0, 1.2, 1.6, 2.0, 2.4, 3.2, 4.0, 6.0, 8.0)) {
      if (value <= each * power * (1 + 1e-9)) {
        return each * power;
      }
    }
    return 10 * power;
  }

  /**
   * The distance of a value from the upper edge.
   *
   * @param height of the plot, in px
   */
  double y(double value, int height) {
    double share = Math.max(0, Math.min(1, value / top));
    return height * (1 - (root ? Math.sqrt(share) : share));
  }

  /** Values of the horizontal lines. */
  List<Double> ticks() {
    return List.of(0.0, root ? top / 4 : top / 2, top);
  }
}
