package dev.coalmine.report;

/** A panel of a chart. Panels are stacked on one time axis. */
interface Panel {
  /** Its height in px. */
  int height();

  /** The top of the plot in px; title and markers are above. */
  default int head() {
    return PlotShapes.TITLE;
  }

  /**
   * Draws the panel.
   *
   * @param top the upper edge in px
   */
  void draw(MarkupWriter svg, Axis axis, int top);
}
