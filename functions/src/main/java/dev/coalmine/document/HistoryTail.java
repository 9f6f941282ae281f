package dev.coalmine.document;

import dev.coalmine.aws.HistoryEntry;
import dev.coalmine.release.Release;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.text.JsonView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/**
 * Reads the history of an execution from its newest event back. It reads only as many events as an
 * answer needs, and each of them once.
 *
 * <p>While a task waits for its token, the newest events are that it was scheduled, started and
 * submitted. The first of them has the parameters, which contain the token. Interpreters do so, and
 * recorded histories of the integration with SQS; for EventBridge and Lambda nobody has seen it in
 * a live account yet.
 */
public final class HistoryTail {
  private final String arn;
  private final Iterator<HistoryEntry> newestFirst;
  private final List<HistoryEntry> read = new ArrayList<>();

  /**
   * The history of an execution.
   *
   * @param arn its ARN
   * @param newestFirst its events, which may be fetched as they are read
   */
  public HistoryTail(String arn, Iterator<HistoryEntry> newestFirst) {
    this.arn = arn;
    this.newestFirst = newestFirst;
  }

  private Optional<HistoryEntry> entry(int index) {
    while (read.size() <= index && newestFirst.hasNext()) {
      read.add(newestFirst.next());
    }
    return index < read.size() ? Optional.of(read.get(index)) : Optional.empty();
  }

  private Stream<HistoryEntry> entries() {
    return Stream.iterate(0, index -> index + 1)
        .map(this::entry)
        .takeWhile(Optional::isPresent)
        .map(Optional::get);
  }

  /** The execution's ARN. */
  public String arn() {
    return arn;
  }

  /** The newest event. */
  public HistoryEntry newest() {
    return entry(0).orElseThrow();
  }

  /** The token of the task that waits now. */
  public Optional<String> token() {
    return entries()
        .filter(
            entry ->
                entry.type() != HistoryEventType.TASK_STARTED
                    && entry.type() != HistoryEventType.TASK_SUBMITTED)
        .findFirst()
        .filter(entry -> entry.type() == HistoryEventType.TASK_SCHEDULED && entry.isTokenTask())
        .flatMap(entry -> token(Json.readView(entry.json().get())));
  }

  /** The parameters have the token at a place that depends on the integration. */
  private static Optional<String> token(JsonView tree) {
    return tree.text("token")
        .or(
            () ->
                Stream.concat(
                        tree.map().values().stream().map(JsonView::of), tree.elements().stream())
                    .flatMap(child -> token(child).stream())
                    .findFirst());
  }

  /**
   * The newest release document of the execution. There is none if the execution ended before
   * Prepare had found its targets ready; then nothing was written.
   *
   * @throws IllegalStateException if this code can't read it
   */
  public Optional<Release> release() {
    return release(Long.MAX_VALUE);
  }

  /**
   * The same among the newest answers.
   *
   * @param most so many outputs of tasks and states are read
   */
  public Optional<Release> release(long most) {
    return entries()
        .filter(HistoryTail::hasOutput)
        .limit(most)
        .flatMap(this::ownDocument)
        .findFirst()
        .flatMap(StateAnswer::requireReadable);
  }

  /** An input is not read: the first one is a request, the others are outputs of earlier states. */
  private static boolean hasOutput(HistoryEntry entry) {
    return (entry.type() == HistoryEventType.TASK_SUCCEEDED || entry.isStateExited())
        && !entry.json().get().isEmpty();
  }

  private Stream<StateAnswer> ownDocument(HistoryEntry entry) {
    return StateAnswer.of(entry.json().get())
        .filter(answer -> answer.execution().equals(arn))
        .stream();
  }

  /** The newest answer that a state was left with; before Prepare's end one without document. */
  public Optional<StateAnswer> answer() {
    return entries()
        .filter(HistoryEntry::isStateExited)
        .flatMap(entry -> StateAnswer.of(entry.json().get()).stream())
        .findFirst();
  }

  /**
   * The first document that a state was left with after an event.
   *
   * @param event number of the event
   * @param state the state's name
   * @throws IllegalStateException if this code can't read it
   */
  public Optional<Release> releaseAfter(long event, String state) {
    return entries()
        .takeWhile(entry -> entry.id() > event)
        .filter(entry -> entry.isStateExited() && entry.state().equals(state))
        .reduce((newer, older) -> older)
        .flatMap(entry -> ownDocument(entry).findFirst())
        .flatMap(StateAnswer::requireReadable);
  }

  /** The event that entered the current state. */
  public Optional<HistoryEntry> entered() {
    return entries().filter(HistoryEntry::isStateEntered).findFirst();
  }

  /** When the release looks by itself; absent while it does not wait. */
  public Optional<Instant> nextLook() {
    boolean waits = newest().type() == HistoryEventType.WAIT_STATE_ENTERED || token().isPresent();
    return entered()
        .filter(entry -> waits)
        .flatMap(entry -> answer().map(last -> entry.at().plusSeconds(last.waitSeconds())));
  }

  /** How the execution ended; absent while it runs. */
  public Optional<ReleaseHistory.ExecutionEnd> end() {
    return HistoryReader.end(newest());
  }

  /**
   * How an execution ended that is known to have ended.
   *
   * @throws IllegalStateException if the history shows no end: the execution still runs, was
   *     redriven, or its end does not show yet
   */
  public ReleaseHistory.ExecutionEnd requireEnd() {
    return end()
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "the history of %s has no end event: its last event is %s"
                        .formatted(arn, newest().type())));
  }

  /**
   * Whether the state machine ended the execution, by a state that succeeds or fails. Otherwise it
   * was ended from outside or by an error that no state caught.
   */
  public boolean isEndedByWorkflow() {
    String status = requireEnd().status();
    return status.equals("SUCCEEDED")
        || (status.equals("FAILED") && isLastBeforeEnd(HistoryEventType.FAIL_STATE_ENTERED));
  }

  /**
   * Whether a handler may have been running at the end of the execution: it runs to its own end.
   * One whose invocation had failed may only have been lost.
   */
  public boolean isInFlight() {
    return isLastBeforeEnd(HistoryEventType.TASK_SCHEDULED)
        || isLastBeforeEnd(HistoryEventType.TASK_STARTED)
        || isLastBeforeEnd(HistoryEventType.TASK_FAILED)
        || isLastBeforeEnd(HistoryEventType.TASK_TIMED_OUT);
  }

  private boolean isLastBeforeEnd(HistoryEventType type) {
    return entry(1).filter(entry -> entry.type() == type).isPresent();
  }

  /** Whether a task was scheduled after the newest document was answered. */
  public boolean hasLaterTask() {
    return entries()
        .takeWhile(entry -> !hasOutput(entry) || ownDocument(entry).findFirst().isEmpty())
        .anyMatch(entry -> entry.type() == HistoryEventType.TASK_SCHEDULED);
  }
}
