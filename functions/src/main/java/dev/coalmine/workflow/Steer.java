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
 * The Steer state: decides on a message of a person, an alarm or a hook that ended a wait of the
 * release. It makes no calls.
 */
public final class Steer implements RequestStreamHandler {
  /** The constructor that Lambda calls. */
  public Steer() {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    HandlerEvent event = HandlerEvent.read(in);
    Optional<String> failure = failure(JsonView.of(event.message()));
    Release steered = new Steering(event.now()).decide(event.release(), event.message(), failure);
    DecisionLog.write(steered, event.now());
    Json.write(out, steered);
  }

  /** Why the task failed: the message then has the Error and Cause of Step Functions' Catch. */
  private static Optional<String> failure(JsonView message) {
    return message.text("Error", "").equals("States.Timeout")
        ? Optional.of("no answer before the timeout")
        : CaughtFailure.of(message.map()).map(CaughtFailure::errorAndMessage);
  }
}
