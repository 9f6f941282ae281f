package dev.coalmine.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.News;
import dev.coalmine.aws.Targets;
import dev.coalmine.aws.Workflow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;

/**
 * Hears that an execution was stopped, timed out or failed, and takes back what its release left.
 * Safe to run twice.
 */
public final class RestoreStopped implements RequestStreamHandler {
  private final Workflow workflow;
  private final Targets targets;
  private final RestoreNews news;

  /** Lambda's constructor: clients are made once, at init. */
  public RestoreStopped() {
    this(
        Workflow.fromEnvironment("RestoreStopped"),
        Targets.fromEnvironment("RestoreStopped"),
        News.fromEnvironment("RestoreStopped"));
  }

  RestoreStopped(Workflow workflow, Targets targets, News news) {
    this.workflow = workflow;
    this.targets = targets;
    this.news = new RestoreNews(news, true);
  }

  /**
   * EventBridge's "Step Functions Execution Status Change", as far as it is needed. It has the
   * request of the execution and not its document.
   */
  private record StatusChange(Instant time, Detail detail) {
    private record Detail(String executionArn) {}
  }

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    StatusChange event = Json.read(in, StatusChange.class);
    String execution = event.detail().executionArn();
    RestoreLog log = look(new Restorer(workflow, targets, news, event.time()), execution, event);
    Json.write(out, log);
    if (!log.failed().isEmpty()) {
      throw new UnrestoredException(log.failed()); // Lambda tries again, then keeps the event
    }
  }

  private static RestoreLog look(Restorer restorer, String execution, StatusChange event) {
    try {
      return restorer.look(execution).write();
    } catch (RuntimeException e) {
      RestoreLog.failed(execution, e.toString(), event.time()).write();
      throw e;
    }
  }
}
