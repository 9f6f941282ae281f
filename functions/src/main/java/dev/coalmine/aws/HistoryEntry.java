package dev.coalmine.aws;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/**
 * One event of an execution's history. A detail that the event does not have is empty.
 *
 * @param id its number, from 1 on
 * @param at when it happened
 * @param type as Step Functions calls it
 * @param state the state that was entered or left
 * @param resource what a task calls: {@code invoke} is a function, {@code putEvents} an event bus
 * @param error the error of a failure
 * @param cause the cause of a failure
 * @param json input, output or parameters of a task
 */
public record HistoryEntry(
    long id,
    Instant at,
    HistoryEventType type,
    String state,
    String resource,
    String error,
    String cause,
    Supplier<String> json) {
  private static final String WAITS = ".waitForTaskToken";

  /** Reads an event of GetExecutionHistory. */
  public static HistoryEntry of(HistoryEvent event) {
    if (event.stateEnteredEventDetails() != null) {
      return of(event, event.stateEnteredEventDetails().name(), "", "", "", "");
    }
    if (event.stateExitedEventDetails() != null) {
      var exited = event.stateExitedEventDetails();
      return of(event, exited.name(), "", "", "", exited.output());
    }
    return hasTaskDetails(event) ? ofTask(event) : ofExecution(event);
  }

  /** An event of an unknown type has no details that can be read, nor has one without data. */
  private static boolean hasTaskDetails(HistoryEvent event) {
    return Stream.of(
            event.taskScheduledEventDetails(),
            event.taskStartedEventDetails(),
            event.taskSubmittedEventDetails(),
            event.taskSucceededEventDetails(),
            event.taskFailedEventDetails(),
            event.taskTimedOutEventDetails(),
            event.taskStartFailedEventDetails(),
            event.taskSubmitFailedEventDetails())
        .anyMatch(Objects::nonNull);
  }

  private static HistoryEntry ofTask(HistoryEvent event) {
    return switch (event.type()) {
      case TASK_SCHEDULED -> {
        var task = event.taskScheduledEventDetails();
        yield of(event, "", task.resource(), "", "", task.parameters());
      }
      case TASK_STARTED -> of(event, "", event.taskStartedEventDetails().resource(), "", "", "");
      case TASK_SUBMITTED ->
          of(event, "", event.taskSubmittedEventDetails().resource(), "", "", "");
      case TASK_SUCCEEDED -> {
        var task = event.taskSucceededEventDetails();
        yield of(event, "", task.resource(), "", "", task.output());
      }
      default -> ofFailedTask(event);
    };
  }

  private static HistoryEntry ofFailedTask(HistoryEvent event) {
    return switch (event.type()) {
      case TASK_FAILED -> {
        var task = event.taskFailedEventDetails();
        yield of(event, "", task.resource(), task.error(), task.cause(), "");
      }
      case TASK_TIMED_OUT -> {
        var task = event.taskTimedOutEventDetails();
        yield of(event, "", task.resource(), task.error(), task.cause(), "");
      }
      case TASK_START_FAILED -> {
        var task = event.taskStartFailedEventDetails();
        yield of(event, "", task.resource(), task.error(), task.cause(), "");
      }
      case TASK_SUBMIT_FAILED -> {
        var task = event.taskSubmitFailedEventDetails();
        yield of(event, "", task.resource(), task.error(), task.cause(), "");
      }
      default -> of(event, "", "", "", "", "");
    };
  }

  /** AWS may leave out the details of a time-out. */
  private static HistoryEntry ofExecution(HistoryEvent event) {
    if (event.executionStartedEventDetails() != null) {
      return of(event, "", "", "", "", event.executionStartedEventDetails().input());
    }
    if (event.executionSucceededEventDetails() != null) {
      return of(event, "", "", "", "", event.executionSucceededEventDetails().output());
    }
    if (event.executionFailedEventDetails() != null) {
      var failed = event.executionFailedEventDetails();
      return of(event, "", "", failed.error(), failed.cause(), "");
    }
    if (event.executionAbortedEventDetails() != null) {
      var aborted = event.executionAbortedEventDetails();
      return of(event, "", "", aborted.error(), aborted.cause(), "");
    }
    if (event.executionTimedOutEventDetails() != null) {
      var timedOut = event.executionTimedOutEventDetails();
      return of(event, "", "", timedOut.error(), timedOut.cause(), "");
    }
    return of(event, "", "", "", "", "");
  }

  private static HistoryEntry of(
      HistoryEvent event, String state, String resource, String error, String cause, String json) {
    String text = text(json);
    return new HistoryEntry(
        event.id() == null ? 0 : event.id(),
        event.timestamp(),
        event.type(),
        text(state),
        text(resource),
        text(error),
        text(cause),
        () -> text);
  }

  private static String text(String text) {
    return Objects.requireNonNullElse(text, "");
  }

  /** Whether a state of any type was entered. */
  public boolean isStateEntered() {
    return type.name().endsWith("_STATE_ENTERED");
  }

  /** Whether a state of any type was left. */
  public boolean isStateExited() {
    return type.name().endsWith("_STATE_EXITED");
  }

  /** Whether the task waits for its token after its call was accepted. */
  public boolean isTokenTask() {
    return resource.endsWith(WAITS);
  }
}
