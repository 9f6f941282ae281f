package dev.coalmine.local;

/** How a release ended, and the exit status that says so. */
enum Outcome {
  /** The canary serves everything. */
  PROMOTED(0),
  /** Every target is back exactly where it was. */
  ROLLED_BACK(1),
  /** Nothing was touched. */
  REFUSED(2),
  /** A person is needed. */
  STUCK(3);

  private final int exitCode;

  Outcome(int exitCode) {
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }

  /** The outcome of an execution that failed with this error; unknown errors need a person. */
  static Outcome ofError(String error) {
    return switch (error) {
      case "RolledBack" -> ROLLED_BACK;
      case "Refused" -> REFUSED;
      default -> STUCK;
    };
  }
}
