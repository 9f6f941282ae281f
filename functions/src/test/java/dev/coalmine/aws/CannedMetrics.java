package dev.coalmine.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** A CloudWatch client that answers GetMetricData with set values by query id and minute. */
public final class CannedMetrics implements CloudWatchClient {
  private final Map<String, Map<Instant, Double>> values = new TreeMap<>();
  private final List<GetMetricDataRequest> asked = new ArrayList<>();
  private StatusCode status = StatusCode.COMPLETE;

  /** Metrics that call this client. */
  public Metrics metrics() {
    return new Metrics(this, ThresholdStatistic.TRIMMED_COUNT);
  }

  Metrics metrics(ThresholdStatistic exceedance) {
    return new Metrics(this, exceedance);
  }

  /** Sets the value of a query for a minute. */
  public CannedMetrics put(String id, Instant minute, double value) {
    values.computeIfAbsent(id, first -> new TreeMap<>()).put(minute, value);
    return this;
  }

  /** Sets the status of all later results. */
  public CannedMetrics status(StatusCode next) {
    status = next;
    return this;
  }

  /** All requests so far. */
  public List<GetMetricDataRequest> asked() {
    return asked;
  }

  @Override
  public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
    asked.add(request);
    return GetMetricDataResponse.builder()
        .metricDataResults(
            request.metricDataQueries().stream().map(query -> result(query, request)).toList())
        .build();
  }

  private MetricDataResult result(MetricDataQuery query, GetMetricDataRequest request) {
    Map<Instant, Double> within = new TreeMap<>(values.getOrDefault(query.id(), Map.of()));
    within
        .keySet()
        .removeIf(at -> at.isBefore(request.startTime()) || !at.isBefore(request.endTime()));
    return MetricDataResult.builder()
        .id(query.id())
        .statusCode(status)
        .timestamps(within.keySet())
        .values(within.values())
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
