package dev.coalmine.cli.terminal;

/**
 * Who has the terminal: a shell that runs a process in the background prompts and types meanwhile.
 *
 * @param own the process group of this process
 * @param foreground the one that the terminal is with; 0 or less where there is no such terminal
 */
record ProcessGroups(long own, long foreground) {
  /** Of a process that no terminal controls. */
  static final ProcessGroups NONE = new ProcessGroups(0, 0);

  /** Reads the two numbers; anything else is nothing known. */
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
