package dev.coalmine.document;

import dev.coalmine.release.Decision;
import dev.coalmine.release.Release;
import dev.coalmine.release.ReleaseStart;
import dev.coalmine.release.RollbackCause;
import dev.coalmine.release.TargetProgress;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.StageTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Metrics of a decision as log lines, from which CloudWatch makes metrics ("Specification: Embedded
 * metric format"). There is a line for each target, and for a rollback one more that counts its
 * cause. The lines are part of the log and need no permission.
 */
public final class EmfMetrics {
  private static final String NAMESPACE = "Coalmine";

  private EmfMetrics() {}

  /** One line for each target. */
  static List<Map<String, Object>> of(Release release, Instant now) {
    RollbackCause cause =
        release.decision() == Decision.RESTORED ? release.cause() : RollbackCause.NONE;
    return lines(release, figures(release, now), cause, now);
  }

  /**
   * One line for each target of a release that ended without a state of the workflow.
   *
   * @param outcome the metric that counts it
   * @param cause why it was rolled back; NONE if it was not
   * @param ended when its execution ended
   */
  public static List<Map<String, Object>> ofEnded(
      Release release, String outcome, RollbackCause cause, Instant ended, Instant now) {
    List<EmfMetric> figures =
        List.of(new EmfMetric(outcome, "Count", 1), releaseDuration(release.startedAt(), ended));
    return lines(release, figures, cause, now);
  }

  private static List<Map<String, Object>> lines(
      Release release, List<EmfMetric> figures, RollbackCause cause, Instant now) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (TargetProgress part : release.targetProgress()) {
      lines.add(line(part, figures, lines.isEmpty() ? cause : RollbackCause.NONE, now));
    }
    return lines;
  }

  /** Writes the lines to standard output. */
  public static void write(List<Map<String, Object>> lines) {
    lines.forEach(line -> System.out.println(Json.toLogLine(line)));
  }

  private record EmfMetric(String name, String unit, double value) {}

  private static final EmfMetric ROLLED_BACK = new EmfMetric("RolledBack", "Count", 1);

  private static EmfMetric releaseDuration(Instant from, Instant to) {
    return new EmfMetric("ReleaseDuration", "Seconds", Duration.between(from, to).toSeconds());
  }

  private static List<EmfMetric> figures(Release release, Instant now) {
    EmfMetric weight = new EmfMetric("CanaryWeight", "Percent", release.weight().percent());
    EmfMetric took = releaseDuration(release.startedAt(), now);
    return switch (release.decision()) {
      case FINISH ->
          ReleaseStart.movesNothing(release)
              ? List.of(weight)
              : List.of(weight, new EmfMetric("Promoted", "Count", 1), took);
      case RESTORED -> List.of(weight, ROLLED_BACK, took);
      case REFUSE -> List.of(weight, new EmfMetric("Refused", "Count", 1));
      case AWAIT_TARGET,
          CLAIM,
          AWAIT_CLAIM,
          ADVANCE,
          KEEP_BAKING,
          ASK,
          CALL_HOOK,
          CHECK,
          QUEUE,
          PROMOTE,
          KEEP_WATCHING,
          ROLL_BACK,
          AWAIT_RESTORE ->
          List.of(weight);
    };
  }

  private static Map<String, Object> line(
      TargetProgress part, List<EmfMetric> figures, RollbackCause cause, Instant now) {
    Map<String, String> target = dimensions(part);
    List<Map<String, Object>> metrics = new ArrayList<>();
    metrics.add(directive(target, figures));
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("_aws", Map.of("Timestamp", now.toEpochMilli(), "CloudWatchMetrics", metrics));
    line.putAll(target);
    if (cause != RollbackCause.NONE) {
      // Its only dimension: each set of dimension values is billed as a metric.
      Map<String, String> why = Map.of("Cause", cause.name());
      metrics.add(directive(why, List.of(ROLLED_BACK)));
      line.putAll(why);
    }
    figures.forEach(figure -> line.put(figure.name(), figure.value()));
    return line;
  }

  private static Map<String, Object> directive(
      Map<String, String> dimensions, List<EmfMetric> figures) {
    return Map.of(
        "Namespace",
        NAMESPACE,
        "Dimensions",
        List.of(List.copyOf(dimensions.keySet())),
        "Metrics",
        figures.stream()
            .map(figure -> Map.of("Name", figure.name(), "Unit", figure.unit()))
            .toList());
  }

  /** The execution is not a dimension: each set of values is billed as a metric. */
  private static Map<String, String> dimensions(TargetProgress part) {
    Map<String, String> dimensions = new LinkedHashMap<>();
    if (part.target() instanceof AliasTarget alias) {
      dimensions.put("Function", alias.functionName());
      dimensions.put("Alias", alias.alias());
    } else {
      StageTarget stage = (StageTarget) part.target();
      dimensions.put("RestApi", stage.restApi());
      dimensions.put("Stage", stage.stage());
    }
    return dimensions;
  }
}
