package dev.coalmine.restore;

import dev.coalmine.aws.EventPublisher;
import dev.coalmine.document.EmfMetrics;
import dev.coalmine.document.HistoryTail;
import dev.coalmine.document.Json;
import dev.coalmine.release.Release;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.target.TargetChange;
import dev.coalmine.target.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells of releases that were taken back after their execution had ended, as the workflow tells of
 * the others: by an event, and by a point of metrics.
 *
 * @param publisher where the event goes
 * @param isFirstAttempt whether it tells of first looks; a later one finds the same trouble again
 *     and again
 */
public record RestoreEvents(EventPublisher publisher, boolean isFirstAttempt) {
  /** How often Sweep looks (template.yaml). */
  private static final Duration BETWEEN = Duration.ofMinutes(5);

  /** The detail of an event "Coalmine Release State Change". */
  private record RestoreEventDetail(
      String id,
      String state,
      List<TargetChange> targets,
      Weight weight,
      String reason,
      String executionArn) {}

  /** That an event could not be sent: the restore stands all the same. */
  private record UnsentEventLogLine(
      String level, String execution, String untold, String why, Instant at) {}

  /** Tells what came of a look, unless it has been told. */
  void publish(Release release, HistoryTail ended, RestoreLog log) {
    switch (log.decision()) {
      case NOTHING -> {}
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
   * What failed in the first look is tried again soon, and need not be told yet. Later looks say
   * the same for a day, so that just one of them tells it: that by which the first one's attempts
   * are over.
   */
  private boolean isNew(HistoryTail ended, RestoreLog log) {
    if (isFirstAttempt) {
      return log.failed().isEmpty();
    }
    Duration since = Duration.between(ended.requireEnd().at(), log.at());
    return since.compareTo(BETWEEN) >= 0 && since.compareTo(BETWEEN.multipliedBy(2)) < 0;
  }

  private void publish(
      Release release,
      HistoryTail ended,
      RestoreLog log,
      String state,
      String figure,
      RollbackCause cause) {
    EmfMetrics.write(EmfMetrics.ofEnded(release, figure, cause, ended.requireEnd().at(), log.at()));
    RestoreEventDetail detail =
        new RestoreEventDetail(
            release.id(),
            state,
            release.targets(),
            release.weight(),
            reason(ended, log),
            ended.arn());
    try {
      publisher.publish(ended.arn(), Json.toJson(detail));
    } catch (RuntimeException e) {
      System.out.println(
          Json.toJson(new UnsentEventLogLine("ERROR", ended.arn(), state, e.toString(), log.at())));
    }
  }

  private static String reason(HistoryTail ended, RestoreLog log) {
    List<String> said = new ArrayList<>(log.left());
    said.addAll(log.failed());
    log.restored().forEach(restored -> said.add(restored + " again"));
    return "execution %s: %s".formatted(how(ended.requireEnd()), String.join("; ", said));
  }

  /** How it ended, such as {@code was stopped (ABORTED: by hand)}. */
  private static String how(ReleaseHistory.ExecutionEnd end) {
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
