package dev.coalmine.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Aliases;
import dev.coalmine.release.Release;
import dev.coalmine.release.Snapshot;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * The Rollback state: puts the target back exactly as it was and reads it back. Safe to run twice.
 */
public final class Rollback implements RequestStreamHandler {
  private final Aliases aliases;

  /** Lambda's constructor: clients are made once, at init. */
  public Rollback() {
    this(Aliases.fromEnvironment("Rollback"));
  }

  Rollback(Aliases aliases) {
    this.aliases = aliases;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    Event event = Event.read(in);
    Release release =
        Failure.sentence(event.failure()).map(event.release()::failed).orElse(event.release());
    Snapshot found = aliases.make(release.restoring());
    Release restored = release.restored(found, event.now());
    DecisionLog.write(restored, event.now());
    Json.write(out, restored);
  }
}
