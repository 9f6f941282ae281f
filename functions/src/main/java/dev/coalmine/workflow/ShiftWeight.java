package dev.coalmine.workflow;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Targets;
import dev.coalmine.release.Promotion;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

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
    PendingWrite.handle(in, out, targets, Promotion::shifted);
  }
}
