package dev.coalmine.aws;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * The newest events of an execution, and what they tell: whether it waits for a token, and what its
 * states answered last.
 *
 * <p>While a task waits for its token, the last events are that it was scheduled, started and
 * submitted, and the first of them has the parameters, the token among them. That is so in
 * interpreters, and in recorded histories for the integration with SQS; for EventBridge and Lambda
 * nobody has seen it on a live account yet.
 */
public final class LatestEvents {
  private static final String WAITS = ".waitForTaskToken";

  private final String arn;
  private final Optional<HistoryEvent> scheduled;
  private final Iterator<HistoryEvent> earlier;
  private final List<HistoryEvent> read = new ArrayList<>();

  /**
   * Reads as little as shows whether it waits.
   *
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

  /** Its ARN. */
  public String arn() {
    return arn;
  }

  /** The token of the task that waits now, or nothing while none does. */
  public Optional<String> token() {
    return scheduled.flatMap(task -> token(tree(task.taskScheduledEventDetails().parameters())));
  }

  private static Object tree(String parameters) {
    try {
      return JSON.std.anyFrom(parameters);
    } catch (JacksonException cutOff) {
      return "";
    }
  }

  /** Wherever it stands in what the task was given. */
  private static Optional<String> token(Object tree) {
    if (tree instanceof Map<?, ?> map) {
      return map.get("token") instanceof String token
          ? Optional.of(token)
          : first(map.values().stream());
    }
    return tree instanceof List<?> list ? first(list.stream()) : Optional.empty();
  }

  private static Optional<String> first(Stream<?> trees) {
    return trees.flatMap(tree -> token(tree).stream()).findFirst();
  }

  /** What its tasks and states answered, JSON, newest first; to be read once. */
  public Stream<String> answers() {
    return EndedExecution.answers(Stream.concat(read.stream(), EndedExecution.stream(earlier)));
  }
}
