package dev.coalmine.cli.terminal;

/**
 * The visible part of a terminal.
 *
 * @param columns its width, at least 1
 * @param rows its height, at least 1
 * @param isForeground whether this process is in the foreground: otherwise a shell writes to the
 *     terminal too
 */
record TerminalWindow(int columns, int rows, boolean isForeground) {
  /** The size of a terminal that does not report it. */
  static final TerminalWindow USUAL = new TerminalWindow(80, 24, true);

  private static final int MOST_LINES = 10;

  /** The most lines of releases. The rest of the window is for printed lines. */
  int maxReleaseLines() {
    return Math.max(1, Math.min(MOST_LINES, rows / 3));
  }

  /**
   * The window with the size that {@code stty size} printed. A terminal that does not know its
   * size, such as a serial line, has the usual one.
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

  /** The window for a process with these groups. */
  TerminalWindow withGroups(ProcessGroups groups) {
    return new TerminalWindow(columns, rows, !groups.isBackground());
  }
}
