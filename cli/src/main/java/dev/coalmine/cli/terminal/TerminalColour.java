package dev.coalmine.cli.terminal;

/** The colours that lines use. */
enum TerminalColour {
  NONE(""),
  FAINT("2"),
  RED("31"),
  GREEN("32"),
  YELLOW("33");

  private final String code;

  TerminalColour(String code) {
    this.code = code;
  }

  /** The colour of the last verdict. */
  static TerminalColour ofVerdict(ReleaseLine release) {
    return ofWord(release.verdict());
  }

  /** The colour of a verdict or an outcome; none for another word. */
  static TerminalColour ofWord(String word) {
    return switch (word) {
      case "PASS", "PROMOTED" -> GREEN;
      case "FAIL", "ROLLED_BACK", "STUCK" -> RED;
      case "INCONCLUSIVE", "REFUSED" -> YELLOW;
      default -> NONE;
    };
  }

  /** The text in this colour (ECMA-48, SGR). */
  String wrap(String text) {
    return this == NONE ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
