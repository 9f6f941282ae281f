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
 * A set of CloudWatch metrics that count requests, by namespace and dimensions.
 *
 * @param namespace of the metrics
 * @param dimensions all dimensions of the metrics: CloudWatch does not aggregate over dimensions
 * @param errors name of the metric of failed requests
 * @param throttles name of the metric of throttled requests; empty if there is none
 * @param durations name of the metric of durations in ms, with one sample for each request that ran
 */
record MetricQuerySource(
    String namespace,
    Map<String, String> dimensions,
    String errors,
    String throttles,
    String durations) {

  /**
   * The sources of one slice of a target's requests, always in the same order.
   *
   * @param promoted whether the canary serves all requests
   */
  static List<MetricQuerySource> of(TargetProgress part, TrafficSlice slice, boolean promoted) {
    return switch (part.metricSource().kind()) {
      case VERSIONS -> List.of(ofAlias((AliasTarget) part.target(), part, slice));
      case QUALIFIERS -> ofPairs(part.metricSource().pairs(), slice, promoted);
      case CANARY_LOG ->
          List.of(
              slice == TrafficSlice.CANARY ? canaryLog((StageTarget) part.target()) : stage(part));
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
   * CloudWatch has ExecutedVersion only together with a Resource that names the alias (observed by
   * users of CDK). Requests by version have a Resource that names the version, and those through an
   * alias are not among them ("Lambda function metrics: dimensions").
   */
  private static MetricQuerySource ofAlias(
      AliasTarget target, TargetProgress part, TrafficSlice slice) {
    String function = target.functionName();
    String resource = target.toString();
    return switch (slice) {
      case ALL -> lambda(Map.of("FunctionName", function, "Resource", resource));
      case CANARY -> version(function, resource, target.version());
      case BASELINE -> version(function, resource, baselineVersion(part));
      case PROBED_CANARY -> of(new InvocationTarget(function, target.version()));
      case PROBED_BASELINE -> of(new InvocationTarget(function, baselineVersion(part)));
    };
  }

  private static String baselineVersion(TargetProgress part) {
    return ((AliasRouting) part.before().routing()).version();
  }

  private static List<MetricQuerySource> ofPairs(
      List<MetricSource.InvocationPair> pairs, TrafficSlice slice, boolean promoted) {
    boolean canary = slice == TrafficSlice.CANARY || (slice == TrafficSlice.ALL && promoted);
    Function<MetricSource.InvocationPair, InvocationTarget> target =
        canary ? MetricSource.InvocationPair::canary : MetricSource.InvocationPair::baseline;
    return pairs.stream().map(target).map(MetricQuerySource::of).toList();
  }

  private static MetricQuerySource of(InvocationTarget target) {
    return lambda(
        target.qualifier().isEmpty()
            ? Map.of("FunctionName", target.function())
            : Map.of("FunctionName", target.function(), "Resource", target.toString()));
  }

  private static MetricQuerySource version(String function, String resource, String version) {
    return lambda(
        Map.of("FunctionName", function, "Resource", resource, "ExecutedVersion", version));
  }

  private static MetricQuerySource lambda(Map<String, String> dimensions) {
    return new MetricQuerySource("AWS/Lambda", dimensions, "Errors", "Throttles", "Duration");
  }

  /**
   * API Gateway's dimension is the name of the API and not its id ("Amazon API Gateway dimensions
   * and metrics").
   */
  static MetricQuerySource stage(TargetProgress part) {
    StageTarget target = (StageTarget) part.target();
    return new MetricQuerySource(
        "AWS/ApiGateway",
        Map.of("ApiName", part.metricSource().apiName(), "Stage", target.stage()),
        "5XXError",
        "",
        "Latency");
  }

  /** The template's metric filters on the access log of the stage's canary. */
  private static MetricQuerySource canaryLog(StageTarget target) {
    return new MetricQuerySource(
        "Coalmine/Stages",
        Map.of("RestApi", target.restApi(), "Stage", target.stage()),
        "Canary5XX",
        "",
        "CanaryLatency");
  }
}
