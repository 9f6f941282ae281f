package dev.coalmine.report;

/** One of the panels of a picture, which lie above each other on one time axis. */
interface Panel {
  /** How much room it takes, in px. */
  int height();

  /** Where its plot begins; above are its title and what is marked. */
  default int head() {
    return PlotShapes.TITLE;
  }

  /**
   * Draws it.
   *
   * @param top where it begins, in px
   */
  void draw(MarkupWriter svg, Axis axis, int top);
}
