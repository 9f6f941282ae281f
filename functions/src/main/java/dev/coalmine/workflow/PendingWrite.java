package dev.coalmine.workflow;

import dev.coalmine.aws.Targets;
import dev.coalmine.document.DecisionLog;
import dev.coalmine.document.HandlerEvent;
import dev.coalmine.document.Json;
import dev.coalmine.release.LateAttempt;
import dev.coalmine.release.PlannedWrites;
import dev.coalmine.release.Release;
import dev.coalmine.release.StrayHandlers;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What ShiftWeight and Promote do: they make the write that is pending. Safe to run twice. */
final class PendingWrite {
  private PendingWrite() {}

  /** The release after its write, from the targets as they were found then. */
  interface WriteTransition {
    Release of(Release release, List<Snapshot> found, Instant now);
  }

  /** Handles the event of a state that makes the pending write. */
  static void handle(InputStream in, OutputStream out, Targets targets, WriteTransition transition)
      throws IOException {
    HandlerEvent event = HandlerEvent.read(in);
    List<RoutingChange> pending = PlannedWrites.of(event.release()).pending();
    if (event.dryRun()) {
      Json.write(out, targets.checkPermissions(pending));
      return;
    }
    int earlier = event.earlierAttempts();
    Optional<Release> instead = insteadOfLate(event, targets);
    if (instead.isPresent()) {
      Json.write(out, instead.get());
      return;
    }
    List<Snapshot> found = targets.apply(pending, earlier);
    Release written =
        StrayHandlers.note(
            transition.of(event.release(), found, event.now()), earlier, event.now());
    DecisionLog.write(written, event.now());
    Json.write(out, written);
  }

  /** What to do if the write comes late, because it was throttled for minutes. */
  private static Optional<Release> insteadOfLate(HandlerEvent event, Targets targets) {
    int earlier = event.earlierAttempts();
    return LateAttempt.isLate(earlier)
        ? LateAttempt.ofWrite(event.release(), earlier, event.now(), targets.read(event.release()))
        : Optional.empty();
  }
}
