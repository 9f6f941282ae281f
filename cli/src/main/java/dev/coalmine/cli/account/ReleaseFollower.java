package dev.coalmine.cli.account;

import dev.coalmine.aws.HistoryEntry;
import dev.coalmine.document.HistoryListener;
import dev.coalmine.document.HistoryReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;

/** Follows a release to its end. */
public final class ReleaseFollower {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** Most looks are a minute apart, and Step Functions limits how often it is asked. */
  private static final Duration LATER = Duration.ofSeconds(5);

  private static final int HURRY = 30;

  private final AwsAccount account;
  private final HistoryReader reader;
  private long lastEvent;

  public ReleaseFollower(AwsAccount account, HistoryListener listener) {
    this.account = account;
    this.reader = new HistoryReader(List.of(listener));
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
    return !seen.isRunning() && seen.newestEvent() == lastEvent;
  }

  /** The events that were not read yet, the oldest first. */
  private List<HistoryEntry> newEvents(String arn) {
    List<HistoryEntry> later = new ArrayList<>();
    try {
      account
          .sfn()
          .getExecutionHistoryPaginator(get -> get.executionArn(arn).reverseOrder(true))
          .events()
          .stream()
          .map(HistoryEntry::of)
          .takeWhile(event -> event.id() > lastEvent)
          .forEach(later::add);
    } catch (ExecutionDoesNotExistException notYet) {
      return List.of(); // one that was started a moment ago may not be seen yet
    }
    Collections.reverse(later);
    return later;
  }

  private void accept(HistoryEntry entry) {
    lastEvent = entry.id();
    reader.accept(entry);
  }
}
