package dev.coalmine.restore;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.EndedExecutions;
import dev.coalmine.aws.EventPublisher;
import dev.coalmine.aws.Targets;
import dev.coalmine.document.Json;
import dev.coalmine.text.JsonView;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/**
 * Restores the targets of an execution that was stopped, timed out or failed, when EventBridge
 * reports its end. Safe to run twice.
 */
public final class RestoreStopped implements RequestStreamHandler {
  private final EndedExecutions workflow;
  private final Targets targets;
  private final RestoreEvents news;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public RestoreStopped() {
    this(
        EndedExecutions.fromEnvironment("RestoreStopped"),
        Targets.fromEnvironment("RestoreStopped"),
        EventPublisher.fromEnvironment("RestoreStopped"));
  }

  RestoreStopped(EndedExecutions workflow, Targets targets, EventPublisher news) {
    this.workflow = workflow;
    this.targets = targets;
    this.news = new RestoreEvents(news, true);
  }

  /**
   * EventBridge's "Step Functions Execution Status Change", with the fields that are needed. It has
   * the input of the execution, but not its last document.
   */
  private record ExecutionStatusChange(Instant time, String execution) {
    static ExecutionStatusChange of(String event) {
      JsonView fields = Json.readView(event);
      String execution = fields.object("detail").text("executionArn", "");
      try {
        if (!execution.isEmpty()) {
          return new ExecutionStatusChange(Instant.parse(fields.text("time", "")), execution);
        }
      } catch (DateTimeParseException noTime) {
        // as below
      }
      throw new IllegalArgumentException("the event is not a change of an execution's status");
    }
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    ExecutionStatusChange event =
        ExecutionStatusChange.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    String execution = event.execution();
    RestoreLog log = restore(new Restorer(workflow, targets, news, event.time()), execution, event);
    Json.write(out, log);
    if (!log.failed().isEmpty()) {
      throw new RestoreFailedException(log.failed()); // Lambda retries, then keeps the event
    }
  }

  private static RestoreLog restore(
      Restorer restorer, String execution, ExecutionStatusChange event) {
    try {
      return restorer.restore(execution).write();
    } catch (RuntimeException e) {
      RestoreLog.failed(execution, e.toString(), event.time()).write();
      throw e;
    }
  }
}
