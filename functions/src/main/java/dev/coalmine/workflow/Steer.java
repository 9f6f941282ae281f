package dev.coalmine.workflow;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.document.CaughtFailure;
import dev.coalmine.document.DecisionLog;
import dev.coalmine.document.HandlerEvent;
import dev.coalmine.document.Json;
import dev.coalmine.release.Release;
import dev.coalmine.release.Steering;
import dev.coalmine.text.JsonView;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * The Steer state: what comes of something that a release was told while it waited, by a person, an
 * alarm or a hook. It asks nobody and writes nothing.
 */
public final class Steer implements RequestStreamHandler {
  /** Lambda's constructor: there is nothing to make. */
  public Steer() {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    HandlerEvent event = HandlerEvent.read(in);
    Optional<String> failure = failure(JsonView.of(event.message()));
    Release steered = new Steering(event.now()).decide(event.release(), event.message(), failure);
    DecisionLog.write(steered, event.now());
    Json.write(out, steered);
  }

  /** A task that failed tells Error and Cause, as Step Functions' Catch hands them on. */
  private static Optional<String> failure(JsonView message) {
    return message.text("Error", "").equals("States.Timeout")
        ? Optional.of("no answer before the timeout")
        : CaughtFailure.of(message.map()).map(CaughtFailure::errorAndMessage);
  }
}
