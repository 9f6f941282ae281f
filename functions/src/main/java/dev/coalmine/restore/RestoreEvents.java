package dev.coalmine.restore;

import dev.coalmine.aws.EventPublisher;
import dev.coalmine.document.EmfMetrics;
import dev.coalmine.document.HistoryTail;
import dev.coalmine.document.Json;
import dev.coalmine.release.Outcome;
import dev.coalmine.release.Release;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.target.TargetChange;
import dev.coalmine.target.Weight;
import dev.coalmine.text.VisibleText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Publishes the outcome of releases whose targets were restored after the end of their execution:
 * an event, like those of the workflow, and a metric.
 *
 * @param publisher publishes the event
 * @param isFirstAttempt whether this is the first attempt; later attempts find the same failure
 *     again
 */
public record RestoreEvents(EventPublisher publisher, boolean isFirstAttempt) {
  /** The time between two sweeps (template.yaml). */
  private static final Duration BETWEEN = Duration.ofMinutes(5);

  private static final Duration TOLD_AFTER = BETWEEN.multipliedBy(2);

  /** The detail of an event "Coalmine Release State Change". */
  private record RestoreEventDetail(
      String id,
      String state,
      List<TargetChange> targets,
      Weight weight,
      String reason,
      String executionArn) {}

  /** The log line for an event that could not be published; the restore stays valid. */
  private record UnsentEventLogLine(
      String level, String execution, String untold, String why, Instant at) {}

  /** Publishes the result of an attempt once. */
  void publish(Release release, HistoryTail ended, RestoreLog log) {
    switch (log.decision()) {
      case NOTHING, WITHDRAWN -> {}
      case RESTORED ->
          publish(release, ended, log, "ROLLED_BACK", "RolledBack", RollbackCause.STOPPED);
      case STUCK -> {
        if (isNew(ended, log)) {
          publish(release, ended, log, "STUCK", "Stuck", RollbackCause.NONE);
        }
      }
    }
  }

  /**
   * A failure of the first attempt is retried soon and not published yet. Sweeps repeat the failure
   * for a day; one of them publishes it: the second after the end, for the first may have restored
   * a target and only not read it again. It publishes what the first attempt told, too, as no
   * attempt knows of another.
   */
  private boolean isNew(HistoryTail ended, RestoreLog log) {
    return isFirstAttempt
        ? log.failed().isEmpty()
        : isLookAt(TOLD_AFTER, Duration.between(ended.requireEnd().at(), log.at()));
  }

  /** Whether a sweep so long after an end is the first one at or after this time. */
  static boolean isLookAt(Duration time, Duration since) {
    return since.compareTo(time) >= 0 && since.compareTo(time.plus(BETWEEN)) < 0;
  }

  /**
   * Publishes what a sweep found or did after the end of a release that ended by itself.
   *
   * @param outcome what its targets are now, if nothing is left to do
   */
  void publishLate(Release release, HistoryTail ended, RestoreLog log, Outcome outcome) {
    switch (log.decision()) {
      case NOTHING -> {}
      case RESTORED ->
          send(
              release,
              ended,
              log,
              outcome.name(),
              "a handler of execution %s wrote after its end, which is taken back: %s"
                  .formatted(ended.arn(), String.join("; ", log.restored())));
      case WITHDRAWN ->
          send(
              release,
              ended,
              log,
              outcome.name(),
              "execution %s %s, but its targets are as before: %s"
                  .formatted(
                      ended.arn(), how(ended.requireEnd()), String.join("; ", log.restored())));
      case STUCK -> { // what could not be read proves nothing: the alarm on Sweep tells it
        if (!log.left().isEmpty() && isNew(ended, log)) {
          send(
              release,
              ended,
              log,
              "STUCK",
              "a handler of execution %s wrote after its end: %s"
                  .formatted(ended.arn(), String.join("; ", log.left())));
        }
      }
    }
  }

  private void publish(
      Release release,
      HistoryTail ended,
      RestoreLog log,
      String state,
      String figure,
      RollbackCause cause) {
    EmfMetrics.write(EmfMetrics.ofEnded(release, figure, cause, ended.requireEnd().at(), log.at()));
    send(release, ended, log, state, reason(ended, log));
  }

  private void send(
      Release release, HistoryTail ended, RestoreLog log, String state, String reason) {
    RestoreEventDetail detail =
        new RestoreEventDetail(
            release.id(),
            state,
            release.targets(),
            release.weight(),
            VisibleText.of(reason), // whoever stopped the execution chose its cause
            ended.arn());
    try {
      publisher.publish(ended.arn(), Json.toJson(detail));
    } catch (RuntimeException e) {
      System.out.println(
          Json.toLogLine(
              new UnsentEventLogLine("ERROR", ended.arn(), state, e.toString(), log.at())));
    }
  }

  private static String reason(HistoryTail ended, RestoreLog log) {
    List<String> said = new ArrayList<>(log.left());
    said.addAll(log.failed());
    log.restored().forEach(restored -> said.add(restored + " again"));
    return "execution %s: %s".formatted(how(ended.requireEnd()), String.join("; ", said));
  }

  /** How the execution ended, such as {@code was stopped (ABORTED: by hand)}. */
  private static String how(ReleaseHistory.ExecutionEnd end) {
    if (end.failure().equals(Restorer.STUCK)) {
      return "ended STUCK (%s)".formatted(end.reason());
    }
    String what =
        switch (end.status()) {
          case "ABORTED" -> "was stopped";
          case "TIMED_OUT" -> "timed out";
          default -> "failed";
        };
    List<String> why = new ArrayList<>(List.of(end.status(), end.failure(), end.reason()));
    why.removeIf(String::isEmpty);
    return "%s (%s)".formatted(what, String.join(": ", why));
  }
}
