package dev.coalmine.cli.prove;

/**
 * A write that changed a target, or a look at it by Prepare, which is what a rollback goes back to.
 *
 * @param call the number of the call that made it, or of the last one before
 * @param author the handler; {@value #PERSON} for somebody else
 * @param target its name
 * @param before what it served
 * @param after what it serves; the same for a look
 */
record TargetChange(int call, String author, String target, TargetView before, TargetView after) {
  static final String PERSON = "PERSON";

  boolean isByPerson() {
    return author.equals(PERSON);
  }

  /** Whether it is a look by Prepare. */
  boolean isLook() {
    return before.equals(after);
  }

  /** Whether callers get something else now. */
  boolean moves() {
    return !before.servesLike(after);
  }

  /** Whether it serves another version or deployment, or splits them otherwise. */
  boolean isDeployment() {
    return !before.primary().equals(after.primary()) || !before.split().equals(after.split());
  }

  @Override
  public String toString() {
    return "%s: %s -> %s by %s at call %d".formatted(target, before, after, author, call);
  }
}
