package dev.coalmine.release;

import java.util.List;
import java.util.Optional;

/**
 * One change of an alias' routing that a release wants, told apart from everybody else's. It can be
 * asked again after a lost answer or a killed handler, since it knows what it may find.
 *
 * @param target the alias
 * @param wanted the routing it shall have
 * @param ours the routings that this release left or may have left there
 * @param mark the description by which a split alias is known as this release's
 * @param before the alias as it was before the release
 * @param leavesMark whether the alias stays marked, as it is while split
 * @param first whether this release has written nothing yet
 */
public record Move(
    Target target,
    Routing wanted,
    List<Routing> ours,
    String mark,
    Snapshot before,
    boolean leavesMark,
    boolean first) {
  /** How every mark begins. */
  static final String MARK = "coalmine ";

  /**
   * Whether the alias stands as wanted already.
   *
   * @throws RefusedException if another release did the same before this one's first write
   */
  public boolean isDone(Snapshot found) {
    if (!found.routing().equals(wanted) && !found.routing().isSettlingOn(wanted)) {
      return false;
    }
    if (first && isAnothers(found.description())) {
      throw lostRace(found);
    }
    return leavesMark || !found.description().equals(mark);
  }

  /**
   * Makes sure that nobody else moved the alias.
   *
   * @throws TargetMovedException if it is not as this release left it
   * @throws RefusedException the same before this release's first write
   */
  public void mustBeOurs(Snapshot found) {
    boolean known =
        ours.stream()
            .anyMatch(own -> found.routing().equals(own) || found.routing().isSettlingOn(own));
    if (known && !(first && isAnothers(found.description()))) {
      return;
    }
    throw first && !found.description().equals(mark)
        ? lostRace(found)
        : new TargetMovedException(target, ours.get(0), found);
  }

  /**
   * The description to write along, or nothing where somebody else's has taken the place of the one
   * this release knows.
   */
  public Optional<String> description(Snapshot found) {
    boolean known =
        found.description().startsWith(MARK) || found.description().equals(before.description());
    return known ? Optional.of(leavesMark ? mark : before.description()) : Optional.empty();
  }

  private boolean isAnothers(String description) {
    return description.startsWith(MARK)
        && !description.equals(mark)
        && !description.equals(before.description());
  }

  private RefusedException lostRace(Snapshot found) {
    return new RefusedException(
        "alias %s was moved by someone else before this release wrote to it: expected %s, found %s, described as \"%s\" (revision %s)"
            .formatted(
                target, before.routing(), found.routing(), found.description(), found.revision()));
  }
}
