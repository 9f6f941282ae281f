package dev.coalmine.report;

/** One of the panels of a picture, which lie above each other on one time axis. */
interface Panel {
  /** How much room it takes, in px. */
  int height();

  /**
   * Draws it.
   *
   * @param top where it begins, in px
   */
  void draw(Markup svg, Axis axis, int top);
}
