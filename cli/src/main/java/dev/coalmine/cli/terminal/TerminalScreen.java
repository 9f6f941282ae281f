package dev.coalmine.cli.terminal;

import java.util.List;
import java.util.function.Consumer;

/**
 * A terminal whose last lines are drawn anew, while others scroll by above them. The cursor always
 * stands at the beginning of the line below them: whatever ends the process, nothing is left to be
 * put right.
 */
final class TerminalScreen {
  private static final String UP = "\r\u001b[%dA";
  private static final String ERASE_BELOW = "\u001b[J";

  /** A line that is too wide, since the window is narrower than we know, must not take two rows. */
  private static final String NO_WRAP = "\u001b[?7l";

  private static final String WRAP = "\u001b[?7h";

  private final Consumer<String> out;
  private int shown;

  /**
   * A screen that shows none of our lines yet.
   *
   * @param out gets all that belongs together at once, so that it does not flicker
   */
  TerminalScreen(Consumer<String> out) {
    this.out = out;
  }

  /**
   * Lets lines scroll by, and shows others below.
   *
   * @param lines stay
   * @param below stand in the place of those that stood there before; no wider than the window
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

  /** Somebody else has written since: what we drew is wherever it is, and stays. */
  void abandon() {
    shown = 0;
  }
}
