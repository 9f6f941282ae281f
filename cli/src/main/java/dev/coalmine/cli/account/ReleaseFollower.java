package dev.coalmine.cli.account;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

/** Follows a release to its end. */
public final class ReleaseFollower {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Most looks are a minute apart, and Step Functions limits how often it is asked. */
  private static final Duration LATER = Duration.ofSeconds(5);

  private static final int HURRY = 30;

  private final AwsAccount account;
  private final StateAnswerListener listener;
  private long heard;
  private boolean answered;

  /** Hears what the handlers say. */
  public interface StateAnswerListener {
    /**
     * A state whose handler answered was left.
     *
     * @param at when
     * @param state its name
     * @param output JSON
     */
    void stateAnswered(Instant at, String state, String output);
  }

  public ReleaseFollower(AwsAccount account, StateAnswerListener listener) {
    this.account = account;
    this.listener = listener;
  }

  /**
   * Waits until it has ended.
   *
   * @param arn of the execution
   */
  public ReleaseStatus awaitEnd(String arn) {
    return awaitEndWithin(arn, Long.MAX_VALUE);
  }

  /**
   * Waits for its end, but not for ever.
   *
   * @param looks so often it is looked at
   * @return as it stands then
   */
  public ReleaseStatus awaitEndWithin(String arn, long looks) {
    for (long look = 1; ; look++) {
      account.call(() -> newEvents(arn)).forEach(this::accept);
      Optional<ReleaseStatus> seen = new ReleaseFinder(account).byArn(arn);
      if (seen.isPresent() && (look == looks || hasSeenEnd(seen.get()))) {
        return seen.get();
      }
      if (seen.isEmpty() && look > HURRY) {
        throw CommandFailedException.usage("there is no execution " + arn);
      }
      account.sleeper().sleep(look < HURRY ? PAUSE : LATER);
    }
  }

  private boolean hasSeenEnd(ReleaseStatus seen) {
    return !seen.isRunning() && seen.newestEvent() == heard;
  }

  /** What was not heard yet, in its order. */
  private List<HistoryEvent> newEvents(String arn) {
    List<HistoryEvent> later = new ArrayList<>();
    try {
      account
          .sfn()
          .getExecutionHistoryPaginator(get -> get.executionArn(arn).reverseOrder(true))
          .events()
          .stream()
          .takeWhile(event -> event.id() > heard)
          .forEach(later::add);
    } catch (ExecutionDoesNotExistException notYet) {
      return List.of(); // one that was started a moment ago may not be seen yet
    }
    Collections.reverse(later);
    return later;
  }

  private void accept(HistoryEvent event) {
    heard = event.id();
    if (event.type() == HistoryEventType.TASK_SUCCEEDED) {
      answered = event.taskSucceededEventDetails().resource().equals("invoke");
    } else if (event.type() == HistoryEventType.TASK_STATE_EXITED && answered) {
      answered = false;
      listener.stateAnswered(
          event.timestamp(),
          event.stateExitedEventDetails().name(),
          Objects.requireNonNullElse(event.stateExitedEventDetails().output(), "{}"));
    }
  }
}
