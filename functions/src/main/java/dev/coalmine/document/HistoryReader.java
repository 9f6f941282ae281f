package dev.coalmine.document;

import dev.coalmine.report.ReleaseHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import tools.jackson.core.JacksonException;

/**
 * Reads the history of an execution of the release workflow, event by event, into a {@link
 * ReleaseHistory}. Events of Step Functions are taken as they are; whoever has them in another form
 * tells it what they say. One task runs at a time, so that each event speaks of the one that began
 * last.
 */
public final class HistoryReader {
  private static final String WAITS = ".waitForTaskToken";

  /** A handler's own word, which the workflow goes by. */
  private static final String OWN_ERROR = "dev.coalmine.";

  private final String execution;
  private final List<ReleaseHistory.StateOutput> moments = new ArrayList<>();
  private final List<ReleaseHistory.TaskFailure> faults = new ArrayList<>();
  private Instant startedAt = Instant.EPOCH;
  private Instant latest = Instant.EPOCH;
  private String request = "";
  private String state = "";
  private boolean prepares;
  private boolean scheduled;
  private boolean submitted;
  private boolean answered;
  private Optional<Instant> runsSince = Optional.empty();
  private Optional<ReleaseHistory.ExecutionEnd> end = Optional.empty();
  private int transitions;
  private int invocations;
  private int events;
  private Duration ran = Duration.ZERO;

  /** A story that has not begun. */
  public HistoryReader(String execution) {
    this.execution = execution;
  }

  /**
   * Hears the next event of a history that is read from its beginning.
   *
   * @throws IllegalStateException if it has a document of a shape that this code does not know
   */
  public HistoryReader accept(HistoryEvent event) {
    Instant at = event.timestamp();
    switch (event.type()) {
      case EXECUTION_STARTED -> started(at, text(event.executionStartedEventDetails().input()));
      case TASK_STATE_ENTERED,
          PASS_STATE_ENTERED,
          CHOICE_STATE_ENTERED,
          WAIT_STATE_ENTERED,
          SUCCEED_STATE_ENTERED,
          FAIL_STATE_ENTERED ->
          entered(at, event.stateEnteredEventDetails().name());
      case TASK_STATE_EXITED ->
          exited(
              at,
              event.stateExitedEventDetails().name(),
              text(event.stateExitedEventDetails().output()));
      default -> {
        acceptTask(at, event);
        acceptEnd(at, event);
      }
    }
    return this;
  }

  private void acceptTask(Instant at, HistoryEvent event) {
    switch (event.type()) {
      case TASK_SCHEDULED -> taskScheduled(at);
      case TASK_STARTED -> taskStarted(at, event.taskStartedEventDetails().resource());
      case TASK_SUBMITTED -> taskSubmitted(at, event.taskSubmittedEventDetails().resource());
      case TASK_SUCCEEDED -> taskSucceeded(at, event.taskSucceededEventDetails().resource());
      case TASK_FAILED -> {
        var failed = event.taskFailedEventDetails();
        taskFailed(at, failed.resource(), text(failed.error()), text(failed.cause()));
      }
      case TASK_TIMED_OUT -> {
        var timedOut = event.taskTimedOutEventDetails();
        taskFailed(at, timedOut.resource(), text(timedOut.error()), text(timedOut.cause()));
      }
      case TASK_START_FAILED -> {
        var failed = event.taskStartFailedEventDetails();
        taskFailed(at, failed.resource(), text(failed.error()), text(failed.cause()));
      }
      case TASK_SUBMIT_FAILED -> {
        var failed = event.taskSubmitFailedEventDetails();
        taskFailed(at, failed.resource(), text(failed.error()), text(failed.cause()));
      }
      default -> {}
    }
  }

  private void acceptEnd(Instant at, HistoryEvent event) {
    switch (event.type()) {
      case EXECUTION_SUCCEEDED ->
          ended(at, "SUCCEEDED", "", text(event.executionSucceededEventDetails().output()));
      case EXECUTION_FAILED -> {
        var failed = event.executionFailedEventDetails();
        ended(at, "FAILED", text(failed.error()), text(failed.cause()));
      }
      case EXECUTION_ABORTED -> {
        var aborted = event.executionAbortedEventDetails();
        ended(at, "ABORTED", text(aborted.error()), text(aborted.cause()));
      }
      case EXECUTION_TIMED_OUT -> {
        var timedOut = event.executionTimedOutEventDetails();
        ended(at, "TIMED_OUT", text(timedOut.error()), text(timedOut.cause()));
      }
      case EXECUTION_REDRIVEN -> end = Optional.empty();
      default -> {}
    }
  }

  private static String text(String text) {
    return Objects.requireNonNullElse(text, "");
  }

  /**
   * The execution started.
   *
   * @param input JSON
   */
  public void started(Instant at, String input) {
    startedAt = at;
    latest = at;
    request = input;
  }

  /** A state was entered. */
  public void entered(Instant at, String name) {
    latest = at;
    transitions++;
    state = name;
    prepares |= name.equals("Prepare");
    scheduled = false;
    answered = false;
  }

  /**
   * A task is about to be called; a second time in a state it is a retry, which is a transition.
   */
  public void taskScheduled(Instant at) {
    latest = at;
    transitions += scheduled ? 1 : 0;
    scheduled = true;
    submitted = false;
  }

  /**
   * Its resource was called.
   *
   * @param resource the integration's: {@code invoke} is a handler, {@code putEvents} an event
   */
  public void taskStarted(Instant at, String resource) {
    latest = at;
    if (resource.startsWith("invoke")) {
      invocations++;
      runsSince = Optional.of(at);
    }
  }

  /** Its resource has taken the call, and the task waits for its token. */
  public void taskSubmitted(Instant at, String resource) {
    latest = at;
    submitted = true;
    taken(at, resource);
  }

  /** It answered. */
  public void taskSucceeded(Instant at, String resource) {
    latest = at;
    answered = resource.equals("invoke");
    if (!submitted) {
      taken(at, resource);
    }
  }

  private void taken(Instant at, String resource) {
    events += resource.startsWith("putEvents") ? 1 : 0;
    ran(at);
  }

  /** It failed, or took too long. */
  public void taskFailed(Instant at, String resource, String error, String cause) {
    latest = at;
    ran(at);
    // What a task waits for may well not come, and a handler's own word is what comes of it.
    boolean waited = submitted && resource.endsWith(WAITS);
    if (!waited && !error.startsWith(OWN_ERROR)) {
      faults.add(new ReleaseHistory.TaskFailure(at, state, error, cause));
    }
  }

  private void ran(Instant at) {
    runsSince.ifPresent(since -> ran = ran.plus(Duration.between(since, at)));
    runsSince = Optional.empty();
  }

  /**
   * A task's state was left.
   *
   * @param output JSON; what can't be read, say because it was cut off, tells nothing
   * @throws IllegalStateException if it has a document of a shape that this code does not know
   */
  public void exited(Instant at, String name, String output) {
    latest = at;
    if (answered) { // else a Catch led out of it, and the document is an older one
      LastDocument.inAnswer(output)
          .ifPresent(release -> moments.add(new ReleaseHistory.StateOutput(at, name, release)));
    }
    answered = false;
  }

  /**
   * The execution ended.
   *
   * @param status SUCCEEDED, FAILED, TIMED_OUT or ABORTED
   * @param error empty for none
   * @param says the output of one that succeeded, JSON; else the cause
   */
  public void ended(Instant at, String status, String error, String says) {
    latest = at;
    String reason = status.equals("SUCCEEDED") ? reason(says) : says;
    end = Optional.of(new ReleaseHistory.ExecutionEnd(at, status, error, reason));
  }

  private static String reason(String output) {
    try {
      return Json.readTree(output) instanceof Map<?, ?> map
              && map.get("reason") instanceof String why
          ? why
          : "";
    } catch (JacksonException cutOff) {
      return "";
    }
  }

  /** Whether it is a release: another state machine's execution goes by other states. */
  public boolean isRelease() {
    return prepares || transitions <= 1;
  }

  /** Whether it has ended. */
  public boolean hasEnded() {
    return end.isPresent();
  }

  /** The story up to the last event. */
  public ReleaseHistory history() {
    return history(latest);
  }

  /** The story up to now, if it still goes on. */
  public ReleaseHistory history(Instant now) {
    Instant until = end.map(ReleaseHistory.ExecutionEnd::at).orElse(now);
    return new ReleaseHistory(
        execution,
        startedAt,
        until,
        request,
        moments,
        faults,
        end,
        new ReleaseHistory.ResourceUsage(transitions, invocations, events, ran));
  }
}
