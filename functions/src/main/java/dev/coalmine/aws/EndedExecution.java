package dev.coalmine.aws;

import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/**
 * An execution that has ended, read from its history, newest event first. Events are fetched when
 * they are needed.
 */
public final class EndedExecution {
  private final String arn;
  private final HistoryEvent end;
  private final Optional<HistoryEvent> last;
  private final Iterator<HistoryEvent> earlier;
  private boolean taskScheduled;

  /**
   * Reads the last two events.
   *
   * @param arn of the execution
   * @param newestFirst its history
   * @throws IllegalStateException if the last event is not an end: the execution runs, was
   *     redriven, or the history does not have its end yet
   */
  EndedExecution(String arn, Iterator<HistoryEvent> newestFirst) {
    this.arn = arn;
    this.end = newestFirst.next();
    if (status(end).isEmpty()) {
      throw new IllegalStateException(
          "the history of %s has no end event: its last event is %s".formatted(arn, end.type()));
    }
    this.last = newestFirst.hasNext() ? Optional.of(newestFirst.next()) : Optional.empty();
    this.earlier = newestFirst;
  }

  private static Optional<String> status(HistoryEvent event) {
    return switch (event.type()) {
      case EXECUTION_SUCCEEDED -> Optional.of("SUCCEEDED");
      case EXECUTION_FAILED -> Optional.of("FAILED");
      case EXECUTION_TIMED_OUT -> Optional.of("TIMED_OUT");
      case EXECUTION_ABORTED -> Optional.of("ABORTED");
      default -> Optional.empty();
    };
  }

  /** The execution's ARN. */
  public String arn() {
    return arn;
  }

  /** SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  public String status() {
    return status(end).orElseThrow();
  }

  /**
   * Whether a state of the state machine ended it: Succeed or Fail, and not an error that no state
   * caught.
   */
  public boolean isEndedByWorkflow() {
    return end.type() == HistoryEventType.EXECUTION_SUCCEEDED
        || (end.type() == HistoryEventType.EXECUTION_FAILED
            && isLast(HistoryEventType.FAIL_STATE_ENTERED));
  }

  /** The error name if it failed; otherwise empty. */
  public String error() {
    return end.executionFailedEventDetails() == null
        ? ""
        : text(end.executionFailedEventDetails().error());
  }

  /** Why it failed, timed out or was aborted; empty without a cause. */
  public String cause() {
    return Stream.of(
            Optional.ofNullable(end.executionFailedEventDetails()).map(failed -> failed.cause()),
            Optional.ofNullable(end.executionAbortedEventDetails()).map(aborted -> aborted.cause()),
            Optional.ofNullable(end.executionTimedOutEventDetails()).map(late -> late.cause()))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("");
  }

  /** When it ended. */
  public Instant endedAt() {
    return end.timestamp();
  }

  /**
   * Whether a task was running at the end. Its handler may go on: Step Functions does not stop it.
   */
  public boolean isInFlight() {
    return isLast(HistoryEventType.TASK_SCHEDULED) || isLast(HistoryEventType.TASK_STARTED);
  }

  private boolean isLast(HistoryEventType type) {
    return last.filter(event -> event.type() == type).isPresent();
  }

  /**
   * JSON outputs of its tasks and states, newest first. Can be called once. Inputs are not among
   * them: the first input comes from outside, and all others are outputs.
   */
  public Stream<String> answers() {
    return answers(Stream.concat(last.stream(), stream(earlier)).peek(this::note));
  }

  private void note(HistoryEvent event) {
    taskScheduled |= event.type() == HistoryEventType.TASK_SCHEDULED;
  }

  /** Whether a task was scheduled after the oldest of the answers that were read. */
  public boolean hasLaterTask() {
    return taskScheduled;
  }

  static Stream<String> answers(Stream<HistoryEvent> newestFirst) {
    return newestFirst.flatMap(event -> answer(event).stream());
  }

  static Stream<HistoryEvent> stream(Iterator<HistoryEvent> events) {
    return StreamSupport.stream(
        Spliterators.spliteratorUnknownSize(events, Spliterator.ORDERED), false);
  }

  private static Optional<String> answer(HistoryEvent event) {
    return event.taskSucceededEventDetails() != null
        ? Optional.ofNullable(event.taskSucceededEventDetails().output())
        : Optional.ofNullable(event.stateExitedEventDetails()).map(exited -> exited.output());
  }

  private static String text(String text) {
    return text == null ? "" : text;
  }
}
