package dev.coalmine.cli.terminal;

/**
 * The process groups of this process and of the terminal. A shell writes to the terminal while a
 * process runs in the background.
 *
 * @param own the process group of this process
 * @param foreground the group in the foreground of the terminal; 0 or less if there is no terminal
 */
record ProcessGroups(long own, long foreground) {
  /** The groups of a process without a terminal. */
  static final ProcessGroups NONE = new ProcessGroups(0, 0);

  /** Reads two numbers; other text is read as {@link #NONE}. */
  static ProcessGroups parse(String two) {
    String[] numbers = two.strip().split(" +", -1);
    try {
      return numbers.length == 2
          ? new ProcessGroups(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]))
          : NONE;
    } catch (NumberFormatException unknown) {
      return NONE;
    }
  }

  /** Whether this process is in the background. */
  boolean isBackground() {
    return foreground > 0 && own != foreground;
  }
}
