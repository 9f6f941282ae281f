package dev.coalmine.handler;

import dev.coalmine.report.Story;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;

/**
 * Reads the history of an execution of the release workflow, event by event, into a {@link Story}.
 * Events of Step Functions are taken as they are; whoever has them in another form tells it what
 * they say.
 */
public final class StoryReader {
  private final String execution;
  private final List<Story.Moment> moments = new ArrayList<>();
  private final List<Story.Fault> faults = new ArrayList<>();
  private final Map<Long, Instant> running = new HashMap<>();
  private Instant startedAt = Instant.EPOCH;
  private Instant latest = Instant.EPOCH;
  private String request = "";
  private String state = "";
  private boolean answered;
  private Optional<Story.End> end = Optional.empty();
  private int transitions;
  private int invocations;
  private Duration ran = Duration.ZERO;

  /** A story that has not begun. */
  public StoryReader(String execution) {
    this.execution = execution;
  }

  /** Hears the next event of a history that is read from its beginning. */
  public StoryReader hear(HistoryEvent event) {
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
      case TASK_STARTED -> taskStarted(at, event.id(), event.taskStartedEventDetails().resource());
      case TASK_SUCCEEDED ->
          taskSucceeded(at, event.previousEventId(), event.taskSucceededEventDetails().resource());
      case TASK_FAILED ->
          taskFailed(
              at,
              event.previousEventId(),
              event.taskFailedEventDetails().resource(),
              text(event.taskFailedEventDetails().error()),
              text(event.taskFailedEventDetails().cause()));
      case TASK_TIMED_OUT ->
          taskFailed(
              at,
              event.previousEventId(),
              event.taskTimedOutEventDetails().resource(),
              text(event.taskTimedOutEventDetails().error()),
              text(event.taskTimedOutEventDetails().cause()));
      case TASK_STATE_EXITED ->
          exited(
              at,
              event.stateExitedEventDetails().name(),
              text(event.stateExitedEventDetails().output()));
      case EXECUTION_SUCCEEDED ->
          ended(at, "SUCCEEDED", "", text(event.executionSucceededEventDetails().output()));
      case EXECUTION_FAILED ->
          ended(
              at,
              "FAILED",
              text(event.executionFailedEventDetails().error()),
              text(event.executionFailedEventDetails().cause()));
      case EXECUTION_ABORTED ->
          ended(
              at,
              "ABORTED",
              text(event.executionAbortedEventDetails().error()),
              text(event.executionAbortedEventDetails().cause()));
      case EXECUTION_TIMED_OUT ->
          ended(
              at,
              "TIMED_OUT",
              text(event.executionTimedOutEventDetails().error()),
              text(event.executionTimedOutEventDetails().cause()));
      default -> {}
    }
    return this;
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
    answered = false;
  }

  /**
   * A task's resource was called.
   *
   * @param event number of the event
   * @param resource the integration's: {@code invoke} is a handler
   */
  public void taskStarted(Instant at, long event, String resource) {
    latest = at;
    if (resource.startsWith("invoke")) {
      invocations++;
      running.put(event, at);
    }
  }

  /**
   * It answered.
   *
   * @param started number of the event with which it was called
   */
  public void taskSucceeded(Instant at, long started, String resource) {
    latest = at;
    answered = resource.equals("invoke");
    ran(at, started);
  }

  /** It failed, or took too long. */
  public void taskFailed(Instant at, long started, String resource, String error, String cause) {
    latest = at;
    ran(at, started);
    // What a task waits for may well not come, and a handler's own word is what comes of it.
    if (!resource.endsWith(".waitForTaskToken") && !error.startsWith("dev.coalmine.")) {
      faults.add(new Story.Fault(at, state, error, cause));
    }
  }

  private void ran(Instant at, long started) {
    Instant since = running.remove(started);
    if (since != null) {
      ran = ran.plus(Duration.between(since, at));
    }
  }

  /**
   * A task's state was left.
   *
   * @param output JSON
   * @throws IllegalStateException if it has a document of a shape that this code does not know
   */
  public void exited(Instant at, String name, String output) {
    latest = at;
    if (answered) { // else a Catch led out of it, and the document is an older one
      LastDocument.in(output)
          .ifPresent(release -> moments.add(new Story.Moment(at, name, release)));
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
    String reason =
        status.equals("SUCCEEDED") && Json.tree(says) instanceof Map<?, ?> output
            ? String.valueOf(output.get("reason"))
            : says;
    end = Optional.of(new Story.End(at, status, error, reason));
  }

  /** Whether it has ended. */
  public boolean hasEnded() {
    return end.isPresent();
  }

  /** The story up to the last event. */
  public Story story() {
    return story(latest);
  }

  /** The story up to now, if it still goes on. */
  public Story story(Instant now) {
    Instant until = end.map(Story.End::at).orElse(now);
    return new Story(
        execution,
        startedAt,
        until,
        request,
        moments,
        faults,
        end,
        new Story.Effort(transitions, invocations, ran));
  }
}
