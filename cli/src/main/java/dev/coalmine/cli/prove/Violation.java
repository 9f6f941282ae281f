package dev.coalmine.cli.prove;

/**
 * One broken promise of a run.
 *
 * @param kind which promise
 * @param found what was found, for people
 */
record Violation(ViolationKind kind, String found) {
  @Override
  public String toString() {
    return kind + " " + found;
  }
}
