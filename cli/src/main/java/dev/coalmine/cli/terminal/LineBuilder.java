package dev.coalmine.cli.terminal;

import dev.coalmine.text.VisibleText;

/** Builds one line that is no wider than the window. */
final class LineBuilder {
  private final StringBuilder text = new StringBuilder();
  private final TerminalFeatures terminal;
  private int left;

  LineBuilder(int columns, TerminalFeatures terminal) {
    this.left = columns;
    this.terminal = terminal;
  }

  /** Adds text as far as it fits; every character takes one column. */
  LineBuilder add(String more, TerminalColour colour) {
    String shown = VisibleText.of(more);
    String cut = shown.substring(0, Math.min(left, shown.length()));
    left -= cut.length();
    if (!cut.isEmpty()) {
      text.append(terminal.colours() ? colour.wrap(cut) : cut);
    }
    return this;
  }

  String text() {
    return text.toString().stripTrailing();
  }
}
