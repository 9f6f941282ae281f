package dev.coalmine.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.Targets;
import dev.coalmine.release.Release;
import dev.coalmine.release.Return;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;

/**
 * The Rollback state: puts each target back exactly as it was and reads it back. Safe to run twice.
 */
public final class Rollback implements RequestStreamHandler {
  private final Targets targets;

  /** Lambda's constructor: clients are made once, at init. */
  public Rollback() {
    this(Targets.fromEnvironment("Rollback"));
  }

  Rollback(Targets targets) {
    this.targets = targets;
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    Event event = Event.read(in);
    if (event.dryRun()) {
      Json.write(out, targets.mayMake(event.release().restoring(false)));
      return;
    }
    Optional<Failure> failure = Failure.of(event.failure());
    Release release = failure.map(one -> one.in(event.release())).orElse(event.release());
    Optional<String> move = failure.filter(Failure::isMove).map(Failure::says);
    boolean lostRace = failure.filter(Failure::isLostToRelease).isPresent();
    List<Return> returns = targets.takeBack(release.restoring(move.isPresent()));
    Release restored = release.restored(returns, move, event.now());
    Release next = lostRace ? restored.orQueued() : restored;
    DecisionLog.write(next, event.now());
    Json.write(out, next);
  }
}
