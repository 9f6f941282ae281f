package dev.coalmine.workflow;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Targets;
import dev.coalmine.document.CaughtFailure;
import dev.coalmine.document.DecisionLog;
import dev.coalmine.document.HandlerEvent;
import dev.coalmine.document.Json;
import dev.coalmine.release.PlannedWrites;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseRollback;
import dev.coalmine.release.StrayHandlers;
import dev.coalmine.target.RestoreResult;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** The Rollback state: restores each target exactly as it was. Safe to run twice. */
public final class Rollback implements RequestStreamHandler {
  private final Targets targets;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public Rollback() {
    this(Targets.fromEnvironment("Rollback"));
  }

  Rollback(Targets targets) {
    this.targets = targets;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    HandlerEvent event = HandlerEvent.read(in);
    if (event.dryRun()) {
      Json.write(out, targets.checkPermissions(PlannedWrites.of(event.release()).restore(false)));
      return;
    }
    Optional<CaughtFailure> failure = CaughtFailure.of(event.failure());
    Release release =
        failure.map(one -> one.rollBack(event.release(), event.now())).orElse(event.release());
    Optional<String> move = failure.filter(CaughtFailure::isTargetMoved).map(CaughtFailure::text);
    boolean lostRace = failure.filter(one -> one.isLostToRelease(release.execution())).isPresent();
    List<RestoreResult> returns =
        targets.restore(PlannedWrites.of(release).restore(move.isPresent()));
    Release restored =
        ReleaseRollback.restored(
            StrayHandlers.note(release, event.earlierAttempts(), event.now()),
            returns,
            move,
            event.now());
    Release next = lostRace ? ReleaseRollback.queueInsteadOfRefuse(restored) : restored;
    DecisionLog.write(next, event.now());
    Json.write(out, next);
  }
}
