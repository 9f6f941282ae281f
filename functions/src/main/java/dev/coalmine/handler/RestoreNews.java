package dev.coalmine.handler;

import dev.coalmine.aws.EndedExecution;
import dev.coalmine.aws.News;
import dev.coalmine.release.Cause;
import dev.coalmine.release.Change;
import dev.coalmine.release.Release;
import dev.coalmine.release.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells of releases that were taken back after their execution had ended, as the workflow tells of
 * the others: by an event, and by a point of metrics.
 *
 * @param news where the event goes
 * @param first whether it tells of first looks; a later one finds the same trouble again and again
 */
record RestoreNews(News news, boolean first) {
  /** How often Sweep looks (template.yaml). */
  private static final Duration BETWEEN = Duration.ofMinutes(5);

  /** The detail of an event "Coalmine Release State Change". */
  private record Detail(
      String id,
      String state,
      List<Change> targets,
      Weight weight,
      String reason,
      String executionArn) {}

  /** That an event could not be sent: the restore stands all the same. */
  private record Untold(String level, String execution, String untold, String why, Instant at) {}

  /** Tells what came of a look, unless it has been told. */
  void tell(Release release, EndedExecution ended, RestoreLog log) {
    switch (log.decision()) {
      case NOTHING -> {}
      case RESTORED -> tell(release, ended, log, "ROLLED_BACK", "RolledBack", Cause.STOPPED);
      case STUCK -> {
        if (isNew(ended, log)) {
          tell(release, ended, log, "STUCK", "Stuck", Cause.NONE);
        }
      }
    }
  }

  /**
   * What failed in the first look is tried again soon, and need not be told yet. Later looks say
   * the same for a day, so that just one of them tells it: that by which the first one's attempts
   * are over.
   */
  private boolean isNew(EndedExecution ended, RestoreLog log) {
    if (first) {
      return log.failed().isEmpty();
    }
    Duration since = Duration.between(ended.at(), log.at());
    return since.compareTo(BETWEEN) >= 0 && since.compareTo(BETWEEN.multipliedBy(2)) < 0;
  }

  private void tell(
      Release release,
      EndedExecution ended,
      RestoreLog log,
      String state,
      String figure,
      Cause cause) {
    Figures.write(Figures.ended(release, figure, cause, ended.at(), log.at()));
    Detail detail =
        new Detail(
            release.id(),
            state,
            release.targets(),
            release.weight(),
            reason(ended, log),
            ended.arn());
    try {
      news.tell(ended.arn(), Json.text(detail));
    } catch (RuntimeException e) {
      System.out.println(
          Json.text(new Untold("ERROR", ended.arn(), state, e.toString(), log.at())));
    }
  }

  private static String reason(EndedExecution ended, RestoreLog log) {
    List<String> said = new ArrayList<>(log.left());
    said.addAll(log.failed());
    log.restored().forEach(restored -> said.add(restored + " again"));
    return "execution %s: %s".formatted(how(ended), String.join("; ", said));
  }

  /** How it ended, such as {@code was stopped (ABORTED: by hand)}. */
  private static String how(EndedExecution ended) {
    String what =
        switch (ended.status()) {
          case "ABORTED" -> "was stopped";
          case "TIMED_OUT" -> "timed out";
          default -> "failed";
        };
    List<String> why = new ArrayList<>(List.of(ended.status(), ended.error(), ended.cause()));
    why.removeIf(String::isEmpty);
    return "%s (%s)".formatted(what, String.join(": ", why));
  }
}
