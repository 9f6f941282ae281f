package dev.coalmine.document;

import dev.coalmine.aws.HistoryEntry;
import dev.coalmine.report.ReleaseHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/**
 * Reads the history of an execution of the release workflow from its first event on, and passes
 * what it finds to listeners. It keeps counts, but no documents. One task runs at a time, so each
 * event of a task belongs to the state that was entered last.
 */
public final class HistoryReader {
  private static final String OWN_ERROR = "dev.coalmine.";

  /** Coalmine's names for failures of AWS. */
  private static final String AWS_FAILURE = OWN_ERROR + "aws.";

  private final List<HistoryListener> listeners;
  private String state = "";
  private boolean prepares;
  private boolean scheduled;
  private boolean submitted;
  private boolean answered;
  private long waitSeconds;
  private Optional<Instant> runsSince = Optional.empty();
  private int transitions;
  private int invocations;
  private int events;

  /** The events of the call that was scheduled last. */
  private int entries;

  private Duration ran = Duration.ZERO;

  public HistoryReader(List<HistoryListener> listeners) {
    this.listeners = List.copyOf(listeners);
  }

  /** Reads the next event. */
  public void accept(HistoryEntry entry) {
    if (entry.isStateEntered()) {
      entered(entry);
      return;
    }
    switch (entry.type()) {
      case EXECUTION_STARTED -> publish(one -> one.started(entry.at(), entry.json().get()));
      case TASK_SCHEDULED -> scheduled(entry);
      case TASK_STARTED -> started(entry);
      case TASK_SUBMITTED -> {
        submitted = true;
        accepted(entry);
      }
      case TASK_SUCCEEDED -> succeeded(entry);
      case TASK_FAILED, TASK_TIMED_OUT, TASK_START_FAILED, TASK_SUBMIT_FAILED -> failed(entry);
      case TASK_STATE_EXITED -> exited(entry);
      default -> end(entry).ifPresent(end -> publish(one -> one.ended(end)));
    }
  }

  private void publish(Consumer<HistoryListener> change) {
    listeners.forEach(change);
  }

  private void entered(HistoryEntry entry) {
    transitions++;
    state = entry.state();
    prepares |= state.equals("Prepare");
    scheduled = false;
    answered = false;
    if (entry.type() == HistoryEventType.WAIT_STATE_ENTERED) {
      waiting(entry.at());
    }
  }

  /** A task that is scheduled again in its state is a retry, which is a transition. */
  private void scheduled(HistoryEntry entry) {
    transitions += scheduled ? 1 : 0;
    scheduled = true;
    submitted = false;
    entries =
        entry.resource().startsWith("putEvents")
            ? Math.max(1, Json.readView(entry.json().get()).list("Entries").size())
            : 0;
    if (entry.isTokenTask()) {
      waiting(entry.at());
    }
  }

  private void waiting(Instant since) {
    publish(one -> one.waiting(since.plusSeconds(waitSeconds)));
  }

  private void started(HistoryEntry entry) {
    if (entry.resource().startsWith("invoke")) {
      invocations++;
      runsSince = Optional.of(entry.at());
    }
  }

  private void succeeded(HistoryEntry entry) {
    answered = entry.resource().equals("invoke");
    if (!submitted) {
      accepted(entry);
    }
  }

  private void accepted(HistoryEntry entry) {
    events += entry.resource().startsWith("putEvents") ? entries : 0;
    addRunTime(entry.at());
  }

  /** Whether a handler threw an error on purpose: the state machine handles each of those. */
  private static boolean isOnPurpose(String error) {
    return error.startsWith(OWN_ERROR) && !error.startsWith(AWS_FAILURE);
  }

  private void addRunTime(Instant end) {
    runsSince.ifPresent(since -> ran = ran.plus(Duration.between(since, end)));
    runsSince = Optional.empty();
  }

  private void failed(HistoryEntry entry) {
    addRunTime(entry.at());
    boolean waitEnded = submitted && entry.isTokenTask();
    if (!waitEnded && !isOnPurpose(entry.error())) {
      var failure = new ReleaseHistory.TaskFailure(entry.at(), state, entry.error(), entry.cause());
      publish(one -> one.taskFailed(failure, entry.isTokenTask()));
    }
  }

  /** If a Catch led out of the state, its output has the document of an earlier state. */
  private void exited(HistoryEntry entry) {
    Optional<StateAnswer> answer = answered ? StateAnswer.of(entry.json().get()) : Optional.empty();
    answered = false;
    if (answer.isEmpty()) {
      publish(HistoryListener::continued);
      return;
    }
    waitSeconds = answer.get().waitSeconds();
    publish(one -> one.answered(entry.at(), entry.state(), answer.get()));
  }

  /** How an execution ended; absent for an event that is not its last. */
  static Optional<ReleaseHistory.ExecutionEnd> end(HistoryEntry entry) {
    return switch (entry.type()) {
      case EXECUTION_SUCCEEDED ->
          Optional.of(
              end(entry, "SUCCEEDED", Json.readView(entry.json().get()).text("reason", "")));
      case EXECUTION_FAILED -> Optional.of(end(entry, "FAILED", entry.cause()));
      case EXECUTION_ABORTED -> Optional.of(end(entry, "ABORTED", entry.cause()));
      case EXECUTION_TIMED_OUT -> Optional.of(end(entry, "TIMED_OUT", entry.cause()));
      default -> Optional.empty();
    };
  }

  private static ReleaseHistory.ExecutionEnd end(HistoryEntry entry, String status, String reason) {
    return new ReleaseHistory.ExecutionEnd(entry.at(), status, entry.error(), reason);
  }

  /** Whether the execution is a release; those of other state machines have other states. */
  boolean isRelease() {
    return prepares || transitions <= 1;
  }

  ReleaseHistory.ResourceUsage usage() {
    return new ReleaseHistory.ResourceUsage(transitions, invocations, events, ran);
  }
}
