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
 * An execution that has ended, as its history tells it from the end on. What is not asked for is
 * not fetched.
 */
public final class EndedExecution {
  private final String arn;
  private final HistoryEvent end;
  private final Optional<HistoryEvent> last;
  private final Iterator<HistoryEvent> earlier;
  private boolean wentOn;

  /**
   * Reads how it ended.
   *
   * @param newestFirst its history
   * @throws IllegalStateException if the history shows no end: it still runs, runs again, or its
   *     end does not show yet
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

  /** Its ARN. */
  public String arn() {
    return arn;
  }

  /** SUCCEEDED, FAILED, TIMED_OUT or ABORTED. */
  public String status() {
    return status(end).orElseThrow();
  }

  /**
   * Whether it ended as the state machine means it to: in a state that succeeds or fails, and not
   * by a failure that no state saw coming.
   */
  public boolean isEndedByWorkflow() {
    return end.type() == HistoryEventType.EXECUTION_SUCCEEDED
        || (end.type() == HistoryEventType.EXECUTION_FAILED
            && isLast(HistoryEventType.FAIL_STATE_ENTERED));
  }

  /** The error of one that failed; empty for the others. */
  public String error() {
    return end.executionFailedEventDetails() == null
        ? ""
        : text(end.executionFailedEventDetails().error());
  }

  /** Why it ended without success, in a sentence; empty if nobody says. */
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

  /** Whether a handler was running then, which nothing keeps from going on to its own end. */
  public boolean isInFlight() {
    return isLast(HistoryEventType.TASK_SCHEDULED) || isLast(HistoryEventType.TASK_STARTED);
  }

  private boolean isLast(HistoryEventType type) {
    return last.filter(event -> event.type() == type).isPresent();
  }

  /**
   * What its tasks and states answered, JSON, newest first; to be read once. An input is not among
   * them: the first one is anybody's, the others are answers.
   */
  public Stream<String> answers() {
    return answers(Stream.concat(last.stream(), stream(earlier)).peek(this::note));
  }

  private void note(HistoryEvent event) {
    wentOn |= event.type() == HistoryEventType.TASK_SCHEDULED;
  }

  /** Whether a task was begun after the last one of the answers that were read. */
  public boolean hasLaterTask() {
    return wentOn;
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
