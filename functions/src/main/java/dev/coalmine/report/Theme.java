package dev.coalmine.report;

/** The colours of a page. */
public enum Theme {
  /** As set in the reader's system. */
  AUTO,
  /** Dark on light. */
  LIGHT,
  /** Light on dark. */
  DARK
}
