package dev.coalmine.local.terminal;

/** One line in the making, which ends where the window does, whatever is added. */
final class Row {
  private final StringBuilder text = new StringBuilder();
  private final Terminal terminal;
  private int left;

  Row(int columns, Terminal terminal) {
    this.left = columns;
    this.terminal = terminal;
  }

  /** Adds what there is room for; every character takes one column. */
  Row add(String more, Colour colour) {
    String cut = more.substring(0, Math.min(left, more.length()));
    left -= cut.length();
    if (!cut.isEmpty()) {
      text.append(terminal.colours() ? colour.around(cut) : cut);
    }
    return this;
  }

  String text() {
    return text.toString().stripTrailing();
  }
}
