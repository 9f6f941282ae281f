package dev.coalmine.cli.traffic;

import dev.coalmine.embedded.cloudwatch.CloudWatchService;
import dev.coalmine.embedded.cloudwatch.metric.MetricStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What GetMetricData returns for a period, once all of it shows. */
record ShownMetrics(MetricStore store, Instant from, Instant to) {

  /** One statistic over the whole period; 0 without data. */
  double statistic(String stat, String namespace, String metric, Map<String, String> dimensions) {
    CloudWatchService cloudWatch =
        new CloudWatchService(store, () -> to, "us-east-1", "000000000000");
    Map<String, Object> named =
        Map.of(
            "Namespace",
            namespace,
            "MetricName",
            metric,
            "Dimensions",
            dimensions.entrySet().stream()
                .map(each -> Map.of("Name", each.getKey(), "Value", each.getValue()))
                .toList());
    long period = to.getEpochSecond() - from.getEpochSecond();
    Map<String, Object> query =
        Map.of("Id", "m", "MetricStat", Map.of("Metric", named, "Period", period, "Stat", stat));
    Map<String, Object> output =
        cloudWatch.call(
            "GetMetricData",
            Map.of("StartTime", from, "EndTime", to, "MetricDataQueries", List.of(query)));
    Map<?, ?> result = (Map<?, ?>) ((List<?>) output.get("MetricDataResults")).get(0);
    List<?> values = (List<?>) result.get("Values");
    return values.isEmpty() ? 0 : (Double) values.get(0);
  }

  /** One statistic of a version behind an alias. */
  double version(String stat, String metric, String function, String alias, String version) {
    return statistic(
        stat,
        "AWS/Lambda",
        metric,
        Map.of(
            "FunctionName",
            function,
            "Resource",
            function + ":" + alias,
            "ExecutedVersion",
            version));
  }

  /** One statistic of a stage. */
  double stage(String stat, String metric, String apiName, String stage) {
    return statistic(stat, "AWS/ApiGateway", metric, Map.of("ApiName", apiName, "Stage", stage));
  }
}
