package dev.coalmine.workflow;

import dev.coalmine.aws.Targets;
import dev.coalmine.document.HandlerEvent;
import dev.coalmine.release.LateAttempt;
import dev.coalmine.release.Release;
import java.util.Optional;

/** Writes that come late, because they were throttled for minutes. */
final class LateWrites {
  private LateWrites() {}

  /** What to do instead of the pending write; empty if it is not late, or has begun. */
  static Optional<Release> instead(HandlerEvent event, Targets targets) {
    int earlier = event.earlierAttempts();
    return LateAttempt.isLate(earlier)
        ? LateAttempt.ofWrite(event.release(), earlier, event.now(), targets.read(event.release()))
        : Optional.empty();
  }
}
