package dev.coalmine.cli.prove;

/**
 * A fault at a call of a story.
 *
 * @param site the call
 * @param kind what goes wrong
 */
record ArmedFault(CallSite site, FaultKind kind) {
  /** Whether handlers must run on threads of their own for it. */
  boolean needsThreads() {
    return kind.name().contains("late-writer") || kind.name().startsWith("killed");
  }

  @Override
  public String toString() {
    return site + "|" + kind;
  }
}
