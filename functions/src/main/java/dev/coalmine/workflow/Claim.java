package dev.coalmine.workflow;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Targets;
import dev.coalmine.document.DecisionLog;
import dev.coalmine.document.HandlerEvent;
import dev.coalmine.document.Json;
import dev.coalmine.release.PlannedWrites;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseStart;
import dev.coalmine.release.StrayHandlers;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The Claim state: writes the release's mark to stages, which have no revision for a conditional
 * write, and checks later that the mark is still there. Safe to run twice.
 */
public final class Claim implements RequestStreamHandler {
  private final Targets targets;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public Claim() {
    this(Targets.ofStages("Claim"));
    DocumentRehearsal.register();
  }

  Claim(Targets targets) {
    this.targets = targets;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    HandlerEvent event = HandlerEvent.read(in);
    if (event.dryRun()) {
      Json.write(out, targets.checkPermissions(PlannedWrites.of(event.release()).claims()));
      return;
    }
    targets.apply(PlannedWrites.of(event.release()).claims(), event.earlierAttempts());
    Release claimed =
        StrayHandlers.note(
            ReleaseStart.claimed(event.release(), event.now()),
            event.earlierAttempts(),
            event.now());
    DecisionLog.write(claimed, event.now());
    Json.write(out, claimed);
  }
}
