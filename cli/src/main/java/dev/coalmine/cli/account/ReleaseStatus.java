package dev.coalmine.cli.account;

import dev.coalmine.aws.LatestEvents;
import dev.coalmine.document.ReleaseDocument;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.release.Release;
import dev.coalmine.report.ReleaseHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.HistoryEventType;

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
   * Looks at an execution.
   *
   * @throws software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException if there is
   *     none
   */
  static ReleaseStatus read(AwsAccount account, String arn) {
    RememberingIterator events =
        new RememberingIterator(
            account
                .sfn()
                .getExecutionHistoryPaginator(
                    get -> get.executionArn(arn).reverseOrder(true).maxResults(PAGE))
                .events()
                .iterator());
    LatestEvents latest = new LatestEvents(arn, events);
    Optional<String> token = latest.token();
    Optional<Release> document;
    String unread = "";
    try {
      document = ReleaseDocument.last(latest);
    } catch (IllegalStateException unknown) {
      document = Optional.empty();
      unread = unknown.getMessage();
    }
    return new StatusReader(arn, events.read, token, document, unread).status();
  }

  /** Whether somebody who says this name means this release. */
  boolean matchesName(String name) {
    return name.equals(id) || name.equals(name());
  }

  /** The execution's name. */
  public String name() {
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

  /** Remembers the events that went through it, and ends after many. */
  private static final class RememberingIterator implements Iterator<HistoryEvent> {
    private final Iterator<HistoryEvent> events;
    private final List<HistoryEvent> read = new ArrayList<>();

    RememberingIterator(Iterator<HistoryEvent> events) {
      this.events = events;
    }

    @Override
    public boolean hasNext() {
      return read.size() < MOST_EVENTS && events.hasNext();
    }

    @Override
    public HistoryEvent next() {
      HistoryEvent event = events.next();
      read.add(event);
      return event;
    }
  }

  /** What events say, the newest first. */
  private record StatusReader(
      String arn,
      List<HistoryEvent> events,
      Optional<String> token,
      Optional<Release> document,
      String unread) {

    ReleaseStatus status() {
      HistoryEvent newest = events.get(0);
      Optional<HistoryEvent> entered = first(event -> Optional.of(event).filter(this::entersState));
      Optional<Map<String, Object>> told = first(StatusReader::latestDocument);
      return new ReleaseStatus(
          arn,
          text(told, "id").orElseGet(() -> arn.substring(arn.lastIndexOf(':') + 1)),
          entered.map(event -> event.stateEnteredEventDetails().name()).orElse(""),
          entered.orElse(newest).timestamp(),
          unread.isEmpty() ? text(told, "reason").orElse("") : unread,
          token,
          entered.flatMap(event -> nextLook(event, told)),
          document,
          end(newest),
          newest.id());
    }

    private boolean entersState(HistoryEvent event) {
      return event.stateEnteredEventDetails() != null;
    }

    private <T> Optional<T> first(Function<HistoryEvent, Optional<T>> what) {
      return events.stream().flatMap(event -> what.apply(event).stream()).findFirst();
    }

    /** The document as far as there is one: before the first, Prepare says what it waits for. */
    private static Optional<Map<String, Object>> latestDocument(HistoryEvent event) {
      return Optional.ofNullable(event.stateExitedEventDetails())
          .map(exited -> tree(exited.output()).get("latest"))
          .filter(Map.class::isInstance)
          .map(latest -> ((Map<?, ?>) latest).get("release"))
          .filter(Map.class::isInstance)
          .map(release -> Json.parseObject(Json.toBytes(release)));
    }

    private static Map<String, Object> tree(String json) {
      return Json.parse(Objects.requireNonNullElse(json, "{}")) instanceof Map<?, ?> map
          ? Json.parseObject(Json.toBytes(map))
          : Map.of();
    }

    private static Optional<String> text(Optional<Map<String, Object>> tree, String name) {
      return tree.map(map -> map.get(name)).map(Object::toString);
    }

    private Optional<Instant> nextLook(HistoryEvent entered, Optional<Map<String, Object>> told) {
      boolean waits =
          token.isPresent() || events.get(0).type() == HistoryEventType.WAIT_STATE_ENTERED;
      return text(told, "waitSeconds")
          .filter(seconds -> waits)
          .map(seconds -> entered.timestamp().plus(Duration.ofSeconds(Long.parseLong(seconds))));
    }

    private static Optional<ReleaseHistory.ExecutionEnd> end(HistoryEvent newest) {
      return switch (newest.type()) {
        case EXECUTION_SUCCEEDED ->
            ended(
                newest,
                "SUCCEEDED",
                "",
                text(Optional.of(tree(newest.executionSucceededEventDetails().output())), "reason")
                    .orElse(""));
        case EXECUTION_FAILED ->
            ended(
                newest,
                "FAILED",
                newest.executionFailedEventDetails().error(),
                newest.executionFailedEventDetails().cause());
        case EXECUTION_TIMED_OUT ->
            ended(
                newest,
                "TIMED_OUT",
                newest.executionTimedOutEventDetails().error(),
                newest.executionTimedOutEventDetails().cause());
        case EXECUTION_ABORTED ->
            ended(
                newest,
                "ABORTED",
                newest.executionAbortedEventDetails().error(),
                newest.executionAbortedEventDetails().cause());
        default -> Optional.empty();
      };
    }

    private static Optional<ReleaseHistory.ExecutionEnd> ended(
        HistoryEvent event, String status, String error, String reason) {
      return Optional.of(
          new ReleaseHistory.ExecutionEnd(
              event.timestamp(),
              status,
              Objects.requireNonNullElse(error, ""),
              Objects.requireNonNullElse(reason, "")));
    }
  }

  /**
   * What a state answered after an event, the first time that it did.
   *
   * @param event number of the event
   */
  static Optional<String> answerAfter(AwsAccount account, String arn, long event, String state) {
    Stream<HistoryEvent> later =
        account
            .sfn()
            .getExecutionHistoryPaginator(
                get -> get.executionArn(arn).reverseOrder(true).maxResults(PAGE))
            .events()
            .stream()
            .takeWhile(one -> one.id() > event);
    return later
        .map(HistoryEvent::stateExitedEventDetails)
        .filter(exited -> exited != null && exited.name().equals(state))
        .map(exited -> Objects.requireNonNullElse(exited.output(), "{}"))
        .reduce((newer, older) -> older);
  }
}
