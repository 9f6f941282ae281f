package dev.coalmine.cli.terminal;

import java.util.List;
import java.util.function.Consumer;

/**
 * A terminal whose last lines are redrawn while others scroll above them. The cursor is always at
 * the beginning of the line below them, so that nothing must be restored when the process ends.
 */
final class TerminalScreen {
  private static final String UP = "\r\u001b[%dA";
  private static final String ERASE_BELOW = "\u001b[J";

  /** Turns off wrapping: after the window was narrowed, a wide line must not take two rows. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final Consumer<String> out;
  private int shown;

  /**
   * A screen without lines.
   *
   * @param out gets each frame at once, so that it does not flicker
   */
  TerminalScreen(Consumer<String> out) {
    this.out = out;
  }

  /**
   * Prints lines and redraws those below.
   *
   * @param lines are printed
   * @param below replace the lines that were below before; no wider than the window
   */
  void show(List<String> lines, List<String> below) {
    StringBuilder frame = new StringBuilder();
    if (shown > 0) {
      frame.append(UP.formatted(shown)).append(ERASE_BELOW);
    }
    lines.forEach(line -> frame.append(line).append('\n'));
    if (!below.isEmpty()) {
      frame.append(NO_WRAP);
      below.forEach(line -> frame.append(line).append('\n'));
      frame.append(WRAP);
    }
    shown = below.size();
    if (!frame.isEmpty()) {
      out.accept(frame.toString());
    }
  }

  /** Leaves the drawn lines where they are, since another process has written to the terminal. */
  void abandon() {
    shown = 0;
  }
}
