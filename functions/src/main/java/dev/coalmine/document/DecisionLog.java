package dev.coalmine.document;

import dev.coalmine.release.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a line of JSON for each decision to standard output, and a line with metrics for each
 * target. Lambda passes such lines to CloudWatch Logs unchanged.
 */
public final class DecisionLog {
  private DecisionLog() {}

  /** Writes a decision and its metrics. */
  public static void write(Release release, Instant now) {
    write(line(release, now), release, now);
  }

  /** Writes the decision of a look, with its figures. Other decisions have no new figures. */
  public static void writeAnalysis(Release release, Instant now) {
    write(analysisLine(release, now), release, now);
  }

  private static void write(Map<String, Object> line, Release release, Instant now) {
    System.out.println(Json.toLogLine(line));
    EmfMetrics.write(EmfMetrics.of(release, now));
  }

  static Map<String, Object> line(Release release, Instant now) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("id", release.id());
    line.put("minute", Duration.between(release.startedAt(), now).toMinutes());
    line.put("weightPercent", release.weight().percent());
    line.put("verdict", release.analysis().verdict().name());
    line.put("decision", release.decision().name());
    line.put("reason", release.reason());
    line.put("evidence", release.analysis().reason());
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
