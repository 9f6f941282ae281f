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
 * Looks every few minutes at the executions of the last day that did not succeed, for what
 * RestoreStopped missed, and what a handler wrote that was still in flight then. Safe to run twice.
 */
public final class Sweep implements RequestStreamHandler {
  private static final Duration BACK = Duration.ofDays(1);

  /**
   * How many are looked at, each by a call of GetExecutionHistory or a few: as many as Step
   * Functions takes at once (its quotas, "Quotas related to API action throttling").
   */
  private static final int MOST = 400;

  private final EndedExecutions workflow;
  private final Targets targets;
  private final RestoreEvents news;

  /** Lambda's constructor: clients are made once, at init. */
  public Sweep() {
    this(
        EndedExecutions.fromEnvironment("Sweep"),
        Targets.fromEnvironment("Sweep"),
        EventPublisher.fromEnvironment("Sweep"));
  }

  Sweep(EndedExecutions workflow, Targets targets, EventPublisher news) {
    this.workflow = workflow;
    this.targets = targets;
    this.news = new RestoreEvents(news, false);
  }

  /** EventBridge's "Scheduled Event", as far as it is needed. */
  private record ScheduledEvent(Instant time) {}

  /**
   * What came of a sweep.
   *
   * @param executions how many were looked at
   * @param restored targets that were put back
   */
  private record SweepResult(int executions, List<String> restored) {}

  @Override
  public void handleRequest(InputStream in, OutputStream out, Context context) throws IOException {
    Instant now = Json.read(in, ScheduledEvent.class).time();
    Restorer restorer = new Restorer(workflow, targets, news, now);
    List<String> executions = workflow.unsuccessfulSince(now.minus(BACK));
    List<String> restored = new ArrayList<>();
    List<String> trouble = new ArrayList<>();
    int looked = Math.min(executions.size(), MOST);
    for (String execution : executions.subList(0, looked)) {
      RestoreLog log = restore(restorer, execution, now);
      restored.addAll(log.restored());
      trouble.addAll(log.left());
      trouble.addAll(log.failed());
    }
    if (looked < executions.size()) {
      trouble.add(
          "%d executions of the last day were not checked".formatted(executions.size() - looked));
    }
    if (!trouble.isEmpty()) {
      throw new RestoreFailedException(trouble); // shows as an error of the function
    }
    Json.write(out, new SweepResult(looked, restored));
  }

  /** One execution that can't be looked at does not keep the others from it. */
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
