package dev.coalmine.aws;

import dev.coalmine.release.TargetProgress;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.AliasTarget;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.MetricSource.InvocationTarget;
import dev.coalmine.target.StageTarget;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;

/**
 * Something whose requests CloudWatch counts.
 *
 * @param namespace of its metrics
 * @param dimensions of its metrics, exactly: CloudWatch adds nothing up
 * @param errors metric of failed requests
 * @param throttles metric of requests that were turned away; empty where they are not counted apart
 * @param durations metric of their durations in ms, one sample for each request that ran
 */
record MetricQuerySource(
    String namespace,
    Map<String, String> dimensions,
    String errors,
    String throttles,
    String durations) {

  /**
   * What one side of a part is counted by, always in the same order.
   *
   * @param promoted whether the canary serves everything
   */
  static List<MetricQuerySource> of(TargetProgress part, TrafficSlice side, boolean promoted) {
    return switch (part.meter().kind()) {
      case VERSIONS -> List.of(ofAlias((AliasTarget) part.target(), part, side));
      case QUALIFIERS -> ofPairs(part.meter().pairs(), side, promoted);
      case CANARY_LOG ->
          List.of(
              side == TrafficSlice.CANARY ? canaryLog((StageTarget) part.target()) : stage(part));
      case NOTHING -> List.of(stage(part));
    };
  }

  /**
   * A query for one statistic of one of the metrics.
   *
   * @param id of the query
   * @param period of each value
   */
  MetricDataQuery query(String id, String metric, String statistic, Duration period) {
    Metric queried =
        Metric.builder()
            .namespace(namespace)
            .metricName(metric)
            .dimensions(sortedDimensions())
            .build();
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(stat -> stat.metric(queried).period((int) period.toSeconds()).stat(statistic))
        .build();
  }

  private List<Dimension> sortedDimensions() {
    return new TreeMap<>(dimensions)
        .entrySet().stream()
            .map(of -> Dimension.builder().name(of.getKey()).value(of.getValue()).build())
            .toList();
  }

  /**
   * ExecutedVersion exists only beside a Resource that names the alias (observed by users of CDK).
   */
  private static MetricQuerySource ofAlias(
      AliasTarget target, TargetProgress part, TrafficSlice side) {
    String function = target.functionName();
    String resource = target.toString();
    return switch (side) {
      case ALL -> lambda(Map.of("FunctionName", function, "Resource", resource));
      case CANARY -> version(function, resource, target.version());
      case BASELINE ->
          version(function, resource, ((AliasRouting) part.before().routing()).version());
    };
  }

  private static List<MetricQuerySource> ofPairs(
      List<MetricSource.InvocationPair> pairs, TrafficSlice side, boolean promoted) {
    boolean canary = side == TrafficSlice.CANARY || (side == TrafficSlice.ALL && promoted);
    Function<MetricSource.InvocationPair, InvocationTarget> asked =
        canary ? MetricSource.InvocationPair::canary : MetricSource.InvocationPair::baseline;
    return pairs.stream().map(asked).map(MetricQuerySource::of).toList();
  }

  private static MetricQuerySource of(InvocationTarget asked) {
    return lambda(
        asked.qualifier().isEmpty()
            ? Map.of("FunctionName", asked.function())
            : Map.of("FunctionName", asked.function(), "Resource", asked.toString()));
  }

  private static MetricQuerySource version(String function, String resource, String version) {
    return lambda(
        Map.of("FunctionName", function, "Resource", resource, "ExecutedVersion", version));
  }

  private static MetricQuerySource lambda(Map<String, String> dimensions) {
    return new MetricQuerySource("AWS/Lambda", dimensions, "Errors", "Throttles", "Duration");
  }

  /** The dimension is the API's name, not its id ("Amazon API Gateway dimensions and metrics"). */
  static MetricQuerySource stage(TargetProgress part) {
    StageTarget target = (StageTarget) part.target();
    return new MetricQuerySource(
        "AWS/ApiGateway",
        Map.of("ApiName", part.meter().apiName(), "Stage", target.stage()),
        "5XXError",
        "",
        "Latency");
  }

  /** What the template's metric filters make of the access log of the stage's canary. */
  private static MetricQuerySource canaryLog(StageTarget target) {
    return new MetricQuerySource(
        "Coalmine/Stages",
        Map.of("RestApi", target.restApi(), "Stage", target.stage()),
        "Canary5XX",
        "",
        "CanaryLatency");
  }
}
