package dev.coalmine.aws;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** Calls GetMetricData and collects the pages of its answer. */
final class MetricDataReader {
  /** The most queries that GetMetricData takes in one call ("GetMetricData": up to 500). */
  private static final int MOST_QUERIES = 500;

  private final CloudWatchClient cloudWatch;

  MetricDataReader(CloudWatchClient cloudWatch) {
    this.cloudWatch = cloudWatch;
  }

  /**
   * The values of all queries.
   *
   * @param from start of the first period
   * @param to end of the last period
   * @return empty unless CloudWatch answered every query completely
   */
  Optional<MetricValues> read(List<MetricDataQuery> queries, Instant from, Instant to) {
    PageCollector pages = new PageCollector();
    for (int i = 0; i < queries.size(); i += MOST_QUERIES) {
      List<MetricDataQuery> some = queries.subList(i, Math.min(queries.size(), i + MOST_QUERIES));
      cloudWatch
          .getMetricDataPaginator(request(some, from, to))
          .forEach(page -> page.metricDataResults().forEach(pages::add));
    }
    return pages.isComplete(queries)
        ? Optional.of(new MetricValues(pages.values))
        : Optional.empty();
  }

  private static GetMetricDataRequest request(
      List<MetricDataQuery> queries, Instant from, Instant to) {
    return GetMetricDataRequest.builder()
        .metricDataQueries(queries)
        .startTime(from)
        .endTime(to)
        .scanBy(ScanBy.TIMESTAMP_ASCENDING)
        .build();
  }

  /** A query's values may come on several pages; the status on the last of them counts. */
  private static final class PageCollector {
    final Map<String, SortedMap<Instant, Double>> values = new HashMap<>();
    final Map<String, StatusCode> status = new HashMap<>();

    void add(MetricDataResult result) {
      status.put(result.id(), result.statusCode());
      SortedMap<Instant, Double> known = values.computeIfAbsent(result.id(), id -> new TreeMap<>());
      for (int i = 0; i < result.timestamps().size(); i++) {
        known.put(result.timestamps().get(i), result.values().get(i));
      }
    }

    boolean isComplete(List<MetricDataQuery> queries) {
      return queries.stream().allMatch(query -> status.get(query.id()) == StatusCode.COMPLETE);
    }
  }
}
