package dev.coalmine.cli.account;

import dev.coalmine.aws.HistoryEntry;
import dev.coalmine.document.HistoryTail;
import dev.coalmine.document.StateAnswer;
import dev.coalmine.release.Release;
import dev.coalmine.report.ReleaseHistory;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A release as its execution shows it at one moment.
 *
 * @param arn of the execution
 * @param id the release's name; that of the execution as long as it has none
 * @param state the state that was entered last
 * @param since when that was
 * @param reason what was said last
 * @param token of the task that waits, if one does
 * @param nextLook when it looks by itself, if it waits for that
 * @param document if there is one yet that this code can read
 * @param end how it ended, if it has
 * @param newestEvent number of its latest event
 */
public record ReleaseStatus(
    String arn,
    String id,
    String state,
    Instant since,
    String reason,
    Optional<String> token,
    Optional<Instant> nextLook,
    Optional<Release> document,
    Optional<ReleaseHistory.ExecutionEnd> end,
    long newestEvent) {
  /** A round of the workflow is five states: these show what was said last, whatever failed. */
  private static final int MOST_EVENTS = 100;

  private static final int PAGE = 25;

  /**
   * Reads how an execution stands.
   *
   * @throws software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException if there is
   *     none
   */
  static ReleaseStatus read(AwsAccount account, String arn) {
    HistoryTail tail =
        new HistoryTail(arn, newestFirst(account, arn).limit(MOST_EVENTS).iterator());
    Optional<String> token = tail.token();
    Optional<Release> document = Optional.empty();
    Optional<String> unreadable = Optional.empty();
    try {
      document = tail.release();
    } catch (IllegalStateException unknown) {
      unreadable = Optional.of(unknown.getMessage());
    }
    Optional<HistoryEntry> entered = tail.entered();
    return new ReleaseStatus(
        arn,
        tail.answer().map(answer -> answer.idOr(name(arn))).orElseGet(() -> name(arn)),
        entered.map(HistoryEntry::state).orElse(""),
        entered.orElse(tail.newest()).at(),
        unreadable.or(() -> tail.answer().map(StateAnswer::reason)).orElse(""),
        token,
        tail.nextLook(),
        document,
        tail.end(),
        tail.newest().id());
  }

  private static Stream<HistoryEntry> newestFirst(AwsAccount account, String arn) {
    return account
        .sfn()
        .getExecutionHistoryPaginator(
            get -> get.executionArn(arn).reverseOrder(true).maxResults(PAGE))
        .events()
        .stream()
        .map(HistoryEntry::of);
  }

  /** Whether somebody who says this name means this release. */
  boolean matchesName(String name) {
    return name.equals(id) || name.equals(name());
  }

  /** The execution's name. */
  public String name() {
    return name(arn);
  }

  private static String name(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  /** Whether it goes on. */
  public boolean isRunning() {
    return end.isEmpty();
  }

  /** The canary's share; nothing as long as it is not known. */
  public Optional<Integer> weight() {
    return document.map(release -> release.weight().percent());
  }

  /**
   * The first document that a state answered after an event.
   *
   * @param event number of the event
   */
  static Optional<Release> answerAfter(AwsAccount account, String arn, long event, String state) {
    return new HistoryTail(arn, newestFirst(account, arn).iterator()).releaseAfter(event, state);
  }
}
