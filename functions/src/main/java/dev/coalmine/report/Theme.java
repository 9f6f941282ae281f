package dev.coalmine.report;

/** In which colours a page is drawn. */
public enum Theme {
  /** As the reader's system has it. */
  AUTO,
  /** Dark on light. */
  LIGHT,
  /** Light on dark. */
  DARK
}
