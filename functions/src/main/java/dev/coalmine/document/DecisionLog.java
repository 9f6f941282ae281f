package dev.coalmine.document;

import dev.coalmine.release.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One line of JSON on standard output for each decision, and one with its figures for each target;
 * Lambda hands such lines to CloudWatch Logs as they are.
 */
public final class DecisionLog {
  private DecisionLog() {}

  /** Writes what was decided at that moment, in words and in figures. */
  public static void write(Release release, Instant now) {
    write(line(release, now), release, now);
  }

  /** The same of a look, with what it measured: to other decisions that is no news. */
  public static void writeAnalysis(Release release, Instant now) {
    write(analysisLine(release, now), release, now);
  }

  private static void write(Map<String, Object> line, Release release, Instant now) {
    System.out.println(Json.toJson(line));
    EmfMetrics.write(EmfMetrics.of(release, now));
  }

  static Map<String, Object> line(Release release, Instant now) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", release.id());
    line.put("minute", Duration.between(release.startedAt(), now).toMinutes());
    line.put("weightPercent", release.weight().percent());
    line.put("verdict", release.judgement().verdict().name());
    line.put("decision", release.decision().name());
    line.put("reason", release.reason());
    line.put("evidence", release.judgement().reason());
    line.put("at", now.toString());
    line.put("execution", release.execution());
    return line;
  }

  static Map<String, Object> analysisLine(Release release, Instant now) {
    Map<String, Object> line = line(release, now);
    line.putAll(AnalysisLogFields.of(release));
    return line;
  }
}
