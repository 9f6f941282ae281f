package dev.coalmine.handler;

import dev.coalmine.release.AliasTarget;
import dev.coalmine.release.Cause;
import dev.coalmine.release.Decision;
import dev.coalmine.release.Part;
import dev.coalmine.release.Release;
import dev.coalmine.release.StageTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a decision comes to in figures, as lines that CloudWatch makes metrics of ("Specification:
 * Embedded metric format"): one for each target, so that a dashboard can follow it. A rollback is
 * counted by its cause, too, once for the release. Needs no permission of its own; the lines go
 * where the logs go.
 */
final class Figures {
  private static final String NAMESPACE = "Coalmine";

  private Figures() {}

  /** One line for each target. */
  static List<Map<String, Object>> of(Release release, Instant now) {
    Cause cause = release.decision() == Decision.RESTORED ? release.cause() : Cause.NONE;
    return lines(release, figures(release, now), cause, now);
  }

  /**
   * One line for each target of a release that no state saw the end of.
   *
   * @param outcome the figure that counts it
   * @param cause why it was rolled back; NONE if it was not
   * @param ended when its execution ended
   */
  static List<Map<String, Object>> ended(
      Release release, String outcome, Cause cause, Instant ended, Instant now) {
    List<Figure> figures =
        List.of(new Figure(outcome, "Count", 1), took(release.startedAt(), ended));
    return lines(release, figures, cause, now);
  }

  private static List<Map<String, Object>> lines(
      Release release, List<Figure> figures, Cause cause, Instant now) {
    List<Map<String, Object>> lines = new ArrayList<>();
    for (Part part : release.parts()) {
      lines.add(line(part, figures, lines.isEmpty() ? cause : Cause.NONE, now));
    }
    return lines;
  }

  /** Writes the lines to standard output. */
  static void write(List<Map<String, Object>> lines) {
    lines.forEach(line -> System.out.println(Json.text(line)));
  }

  private record Figure(String name, String unit, double value) {}

  private static final Figure ROLLED_BACK = new Figure("RolledBack", "Count", 1);

  private static Figure took(Instant from, Instant to) {
    return new Figure("ReleaseDuration", "Seconds", Duration.between(from, to).toSeconds());
  }

  private static List<Figure> figures(Release release, Instant now) {
    Figure weight = new Figure("CanaryWeight", "Percent", release.weight().percent());
    Figure took = took(release.startedAt(), now);
    return switch (release.decision()) {
      case FINISH -> List.of(weight, new Figure("Promoted", "Count", 1), took);
      case RESTORED -> List.of(weight, ROLLED_BACK, took);
      case REFUSE -> List.of(weight, new Figure("Refused", "Count", 1));
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
      Part part, List<Figure> figures, Cause cause, Instant now) {
    Map<String, String> target = dimensions(part);
    List<Map<String, Object>> metrics = new ArrayList<>();
    metrics.add(directive(target, figures));
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("_aws", Map.of("Timestamp", now.toEpochMilli(), "CloudWatchMetrics", metrics));
    line.putAll(target);
    if (cause != Cause.NONE) {
      // By itself, not beside the target: a metric is paid for by each set of values.
      Map<String, String> why = Map.of("Cause", cause.name());
      metrics.add(directive(why, List.of(ROLLED_BACK)));
      line.putAll(why);
    }
    figures.forEach(figure -> line.put(figure.name(), figure.value()));
    return line;
  }

  private static Map<String, Object> directive(
      Map<String, String> dimensions, List<Figure> figures) {
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

  /** Never the execution: each set of values is a metric that is paid for. */
  private static Map<String, String> dimensions(Part part) {
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
