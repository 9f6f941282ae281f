package dev.coalmine.cli.terminal;

/**
 * The part of a terminal that is seen.
 *
 * @param columns how wide it is, at least 1
 * @param rows how high it is, at least 1
 * @param isForeground whether nobody else writes to it: not so while the process is in the
 *     background
 */
record TerminalWindow(int columns, int rows, boolean isForeground) {
  /** What a terminal has that does not tell. */
  static final TerminalWindow USUAL = new TerminalWindow(80, 24, true);

  private static final int MOST_LINES = 10;

  /** How many lines of releases there may be: most of the window is for what was told. */
  int maxReleaseLines() {
    return Math.max(1, Math.min(MOST_LINES, rows / 3));
  }

  /**
   * The same of the size that {@code stty size} prints; of one that does not know its size, as a
   * serial line, the usual one.
   */
  TerminalWindow withSize(String rowsAndColumns) {
    String[] size = rowsAndColumns.strip().split(" ", -1);
    try {
      int high = Integer.parseInt(size[0]);
      int wide = size.length == 2 ? Integer.parseInt(size[1]) : 0;
      return high > 0 && wide > 0
          ? new TerminalWindow(wide, high, isForeground)
          : new TerminalWindow(USUAL.columns, USUAL.rows, isForeground);
    } catch (NumberFormatException unknown) {
      return new TerminalWindow(USUAL.columns, USUAL.rows, isForeground);
    }
  }

  /** The same for a process of these groups. */
  TerminalWindow withGroups(ProcessGroups groups) {
    return new TerminalWindow(columns, rows, !groups.isBackground());
  }
}
