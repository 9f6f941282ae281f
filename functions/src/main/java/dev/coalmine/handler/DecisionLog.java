package dev.coalmine.handler;

import dev.coalmine.release.Release;
import java.time.Duration;
import java.time.Instant;

/**
 * One line of JSON on standard output for each decision, and one with its figures for each target;
 * Lambda hands such lines to CloudWatch Logs as they are.
 */
final class DecisionLog {
  private DecisionLog() {}

  private record Line(
      String id,
      long minute,
      int weightPercent,
      String verdict,
      String decision,
      String reason,
      String evidence,
      Instant at,
      String execution) {}

  /** Writes what was decided at that moment, in words and in figures. */
  static void write(Release release, Instant now) {
    Line line =
        new Line(
            release.id(),
            Duration.between(release.startedAt(), now).toMinutes(),
            release.weight().percent(),
            release.judgement().verdict().name(),
            release.decision().name(),
            release.reason(),
            release.judgement().reason(),
            now,
            release.execution());
    System.out.println(Json.text(line));
    Figures.write(Figures.of(release, now));
  }
}
