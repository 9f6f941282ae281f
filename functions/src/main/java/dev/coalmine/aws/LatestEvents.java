package dev.coalmine.aws;

import dev.coalmine.text.JsonView;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/**
 * The newest events of an execution: whether a task of it waits for a token, and what its states
 * answered last.
 *
 * <p>While a task waits for its token, the last events are TaskScheduled, TaskStarted and
 * TaskSubmitted. TaskScheduled has the task's parameters, and the token among them. Interpreters do
 * so, and recorded histories of the integration with SQS show it. For EventBridge and Lambda it has
 * not been seen on a live account yet.
 */
public final class LatestEvents {
  private static final String WAITS = ".waitForTaskToken";

  private final String arn;
  private final Optional<HistoryEvent> scheduled;
  private final Iterator<HistoryEvent> earlier;
  private final List<HistoryEvent> read = new ArrayList<>();

  /**
   * Reads only the events that show whether a task waits.
   *
   * @param arn of the execution
   * @param newestFirst its history
   */
  public LatestEvents(String arn, Iterator<HistoryEvent> newestFirst) {
    this.arn = arn;
    this.earlier = newestFirst;
    this.scheduled = scheduled();
  }

  private Optional<HistoryEvent> scheduled() {
    while (earlier.hasNext()) {
      HistoryEvent event = earlier.next();
      read.add(event);
      if (event.type() == HistoryEventType.TASK_SCHEDULED) {
        return Optional.of(event)
            .filter(task -> task.taskScheduledEventDetails().resource().endsWith(WAITS));
      }
      if (event.type() != HistoryEventType.TASK_STARTED
          && event.type() != HistoryEventType.TASK_SUBMITTED) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The execution's ARN. */
  public String arn() {
    return arn;
  }

  /** The token of the task that waits now; empty if none does. */
  public Optional<String> token() {
    return scheduled.flatMap(
        task -> token(LenientJson.parse(task.taskScheduledEventDetails().parameters())));
  }

  /** The first field of that name, at any depth of the task's parameters. */
  private static Optional<String> token(JsonView tree) {
    Optional<String> here = tree.text("token");
    return here.isPresent()
        ? here
        : children(tree).flatMap(child -> token(child).stream()).findFirst();
  }

  private static Stream<JsonView> children(JsonView tree) {
    return Stream.concat(tree.map().values().stream().map(JsonView::of), tree.elements().stream());
  }

  /** JSON outputs of its tasks and states, newest first. Can be called once. */
  public Stream<String> answers() {
    return EndedExecution.answers(Stream.concat(read.stream(), EndedExecution.stream(earlier)));
  }
}
