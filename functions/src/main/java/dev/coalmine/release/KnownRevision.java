package dev.coalmine.release;

import java.time.Duration;
import java.time.Instant;

/**
 * What a release knows of an alias without reading it: at this revision, the alias has the
 * release's current routing and its description. A write on the condition of that revision needs no
 * read, because Lambda refuses it if anybody has written since.
 *
 * @param revision empty if the alias has to be read first; always empty for a stage, which has none
 * @param at when the target was last read or written
 */
public record KnownRevision(String revision, Instant at) {
  static final KnownRevision NONE = new KnownRevision("", Instant.EPOCH);

  /** After this time an alias is read again, so that a move by someone else is seen. */
  private static final Duration LONGEST_UNREAD = Duration.ofMinutes(5);

  /** The same while AWS throttles the release's calls. */
  private static final Duration LONGEST_THROTTLED = Duration.ofMinutes(20);

  /** Documents of older executions have none. */
  static KnownRevision orNone(KnownRevision known) {
    return known == null ? NONE : known;
  }

  boolean isKnown() {
    return !revision.isEmpty();
  }

  /** Whether the alias need not be read again at this moment. */
  boolean isFresh(Instant now, boolean throttled) {
    return isKnown() && now.isBefore(at.plus(throttled ? LONGEST_THROTTLED : LONGEST_UNREAD));
  }
}
