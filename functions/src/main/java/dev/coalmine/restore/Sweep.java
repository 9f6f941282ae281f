package dev.coalmine.restore;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.coalmine.aws.EndedExecutions;
import dev.coalmine.aws.EventPublisher;
import dev.coalmine.aws.Targets;
import dev.coalmine.document.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks every few minutes the executions of the last day that did not succeed, for what
 * RestoreStopped missed and for writes of handlers that were still in flight then; and all that
 * ended by themselves in the last half hour, for writes of handlers that Step Functions had lost.
 * Safe to run twice.
 */
public final class Sweep implements RequestStreamHandler {
  private static final Duration BACK = Duration.ofDays(1);

  /** How long after its end a release that promoted is checked for late writes. */
  private static final Duration BACK_TO_SUCCESS = Duration.ofMinutes(30);

  /**
   * The most executions of one sweep, each with one or a few calls of GetExecutionHistory: as many
   * as Step Functions accepts at once (its quotas, "Quotas related to API action throttling").
   */
  private static final int MOST = 400;

  private final EndedExecutions workflow;
  private final Targets targets;
  private final RestoreEvents news;

  /** The constructor that Lambda calls; it creates the clients once, at init. */
  public Sweep() {
    this(
        EndedExecutions.fromEnvironment("Sweep"),
        Targets.whenUsed("Sweep"),
        EventPublisher.fromEnvironment("Sweep"));
  }

  Sweep(EndedExecutions workflow, Targets targets, EventPublisher news) {
    this.workflow = workflow;
    this.targets = targets;
    this.news = new RestoreEvents(news, false);
  }

  /** EventBridge's "Scheduled Event", with the fields that are needed. */
  private record ScheduledEvent(Instant time) {}

  /**
   * The result of a sweep.
   *
   * @param executions how many were checked
   * @param restored the restored targets
   */
  private record SweepResult(int executions, List<String> restored) {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    Instant now = Json.read(in, ScheduledEvent.class).time();
    Restorer restorer = new Restorer(workflow, targets, news, now);
    List<String> executions = new ArrayList<>(workflow.unsuccessfulSince(now.minus(BACK)));
    executions.addAll(workflow.successfulSince(now.minus(BACK_TO_SUCCESS)));
    List<String> restored = new ArrayList<>();
    List<String> trouble = new ArrayList<>();
    int looked = Math.min(executions.size(), MOST);
    for (String execution : executions.subList(0, looked)) {
      RestoreLog log = restore(restorer, execution, now);
      if (log.decision() != RestoreLog.RestoreOutcome.WITHDRAWN) {
        restored.addAll(log.restored());
      }
      trouble.addAll(log.left());
      trouble.addAll(log.failed());
    }
    if (looked < executions.size()) {
      trouble.add("%d ended executions were not checked".formatted(executions.size() - looked));
    }
    if (!trouble.isEmpty()) {
      throw new RestoreFailedException(trouble); // shows as an error of the function
    }
    Json.write(out, new SweepResult(looked, restored));
  }

  /** A failed check of one execution does not stop the others. */
  private static RestoreLog restore(Restorer restorer, String execution, Instant now) {
    RestoreLog log;
    try {
      log = restorer.restore(execution);
    } catch (RuntimeException e) {
      log = RestoreLog.failed(execution, e.toString(), now);
    }
    return log.decision() == RestoreLog.RestoreOutcome.NOTHING ? log : log.write();
  }
}
