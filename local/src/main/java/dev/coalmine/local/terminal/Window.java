package dev.coalmine.local.terminal;

/**
 * The part of a terminal that is seen.
 *
 * @param columns how wide it is, at least 1
 * @param rows how high it is, at least 1
 * @param ours whether nobody else writes to it: not so while the process is in the background
 */
record Window(int columns, int rows, boolean ours) {
  /** What a terminal has that does not tell. */
  static final Window USUAL = new Window(80, 24, true);

  private static final int MOST_LINES = 10;

  /** How many lines of releases there may be: most of the window is for what was told. */
  int liveLines() {
    return Math.max(1, Math.min(MOST_LINES, rows / 3));
  }

  /**
   * The same of the size that {@code stty size} prints; of one that does not know its size, as a
   * serial line, the usual one.
   */
  Window sized(String rowsAndColumns) {
    String[] size = rowsAndColumns.strip().split(" ", -1);
    try {
      int high = Integer.parseInt(size[0]);
      int wide = size.length == 2 ? Integer.parseInt(size[1]) : 0;
      return high > 0 && wide > 0
          ? new Window(wide, high, ours)
          : new Window(USUAL.columns, USUAL.rows, ours);
    } catch (NumberFormatException unknown) {
      return new Window(USUAL.columns, USUAL.rows, ours);
    }
  }

  /** The same for a process of these groups. */
  Window in(Groups groups) {
    return new Window(columns, rows, !groups.areApart());
  }
}
