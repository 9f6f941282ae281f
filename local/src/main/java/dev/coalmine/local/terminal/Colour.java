package dev.coalmine.local.terminal;

/** The colours of a terminal that mean something here. */
enum Colour {
  NONE(""),
  FAINT("2"),
  RED("31"),
  GREEN("32"),
  YELLOW("33");

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  /** That of the last look's verdict. */
  static Colour of(Running release) {
    return switch (release.verdict()) {
      case "PASS" -> GREEN;
      case "FAIL" -> RED;
      case "INCONCLUSIVE" -> YELLOW;
      default -> NONE;
    };
  }

  /** The text in this colour (ECMA-48, SGR). */
  String around(String text) {
    return this == NONE ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
