package dev.coalmine.workflow;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Targets;
import dev.coalmine.document.DecisionLog;
import dev.coalmine.document.HandlerEvent;
import dev.coalmine.document.Json;
import dev.coalmine.release.PlannedWrites;
import dev.coalmine.release.Promotion;
import dev.coalmine.release.Release;
import dev.coalmine.release.StrayHandlers;
import dev.coalmine.target.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/** The ShiftWeight state: shifts the canary to its next weight. Safe to run twice. */
public final class ShiftWeight implements RequestStreamHandler {
  private final Targets targets;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public ShiftWeight() {
    this(Targets.fromEnvironment("ShiftWeight"));
    DocumentRehearsal.register();
  }

  ShiftWeight(Targets targets) {
    this.targets = targets;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    HandlerEvent event = HandlerEvent.read(in);
    if (event.dryRun()) {
      Json.write(out, targets.checkPermissions(PlannedWrites.of(event.release()).pending()));
      return;
    }
    Optional<Release> late = LateWrites.instead(event, targets);
    if (late.isPresent()) {
      Json.write(out, late.get());
      return;
    }
    List<Snapshot> found =
        targets.apply(PlannedWrites.of(event.release()).pending(), event.earlierAttempts());
    Release shifted =
        StrayHandlers.note(
            Promotion.shifted(event.release(), found, event.now()),
            event.earlierAttempts(),
            event.now());
    DecisionLog.write(shifted, event.now());
    Json.write(out, shifted);
  }
}
