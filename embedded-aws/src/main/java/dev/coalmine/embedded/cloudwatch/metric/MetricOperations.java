package dev.coalmine.embedded.cloudwatch.metric;

import dev.coalmine.embedded.cloudwatch.wire.CloudWatchErrors;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchPages;
import dev.coalmine.embedded.cloudwatch.wire.CloudWatchParameters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Queue;
import java.util.SortedSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** CloudWatch's operations on metrics. Inputs and outputs are trees by the API's member names. */
public final class MetricOperations {
  private static final int MAX_DATAPOINTS = 100_800; // GetMetricData API reference, MaxDatapoints
  private static final int LIST_PAGE = 500;

  private final Queue<String> withheldCodes = new ConcurrentLinkedQueue<>();
  private final MetricStore store;
  private Optional<MetricRecording> recording = Optional.empty();
  private Duration lag = Duration.ZERO;

  public MetricOperations(MetricStore store) {
    this.store = store;
  }

  /** Makes the next GetMetricData response contain no data points and this StatusCode. */
  public void withholdNextPoints(String statusCode) {
    withheldCodes.add(statusCode);
  }

  /** Makes GetMetricData answer, from now on, what it would have answered so long ago. */
  public void delay(Duration longer) {
    lag = longer;
  }

  /** Makes GetMetricData return this recording from now on, by query id. */
  public void useRecording(MetricRecording recorded) {
    recording = Optional.of(recorded);
  }

  /**
   * GetMetricData, from the store or from a recording.
   *
   * @throws AwsError ValidationError as CloudWatch refuses it
   */
  public Map<String, Object> getMetricData(CloudWatchParameters input, Instant now) {
    if (input.trees("MetricDataQueries").size() > 500) {
      throw CloudWatchErrors.validation(
          "The collection MetricDataQueries must not have a size greater than 500.");
    }
    MetricQueries queries = new MetricQueries(input.trees("MetricDataQueries"));
    Instant end = input.moment("EndTime", now);
    Instant start = input.moment("StartTime", now);
    if (!start.isBefore(end)) {
      throw CloudWatchErrors.validation(
          "The parameter StartTime must be less than the parameter EndTime.");
    }
    MetricDataQuota.check(queries, start, end, now);
    String code = withheldCodes.poll();
    if (code != null) {
      return MetricDataPage.withoutPoints(queries, code);
    }
    long from = floor(start, grain(start, now, queries.period()));
    return page(input, queries, from, end.getEpochSecond(), now.minus(lag)).output();
  }

  private MetricDataPage page(
      CloudWatchParameters input, MetricQueries queries, long from, long to, Instant now) {
    MetricDataPage page =
        new MetricDataPage(pageSize(input, queries), CloudWatchPages.start(input));
    QueryEvaluation evaluation = new QueryEvaluation(queries, store, from, to, now);
    for (MetricQuery query : queries.all()) {
      if (query.returned()) {
        NavigableMap<Long, Double> points =
            recording.isPresent()
                ? recording.get().points(query.id(), from, to, now)
                : evaluation.points(query.id());
        page.add(
            query.id(),
            queries.label(query),
            newestFirst(input) ? points.descendingMap() : points,
            queries.severalUnits(query, store, from, to, now));
      }
    }
    return page;
  }

  private static boolean newestFirst(CloudWatchParameters input) {
    return !input.text("ScanBy").equals("TimestampAscending");
  }

  /** Results of math have no pages (GetMetricData API reference), so they are returned whole. */
  private static int pageSize(CloudWatchParameters input, MetricQueries queries) {
    boolean math = queries.all().stream().anyMatch(MetricQuery.MathQuery.class::isInstance);
    int requested = Math.min(input.integer("MaxDatapoints", MAX_DATAPOINTS), MAX_DATAPOINTS);
    return math ? Integer.MAX_VALUE : Math.max(1, requested);
  }

  /** The rounding of StartTime, in seconds (GetMetricData API reference, StartTime). */
  private static int grain(Instant start, Instant now, int period) {
    Duration age = Duration.between(start, now);
    if (age.compareTo(Duration.ofDays(63)) > 0) {
      return 3600;
    }
    if (age.compareTo(Duration.ofDays(15)) > 0) {
      return 300;
    }
    return Math.min(period, 60);
  }

  private static long floor(Instant moment, int seconds) {
    return Math.floorDiv(moment.getEpochSecond(), seconds) * seconds;
  }

  /**
   * GetMetricStatistics; at most 1,440 data points.
   *
   * @throws AwsError as CloudWatch refuses it
   */
  public Map<String, Object> getMetricStatistics(CloudWatchParameters input, Instant now) {
    Instant start = input.moment("StartTime", now);
    Instant end = input.moment("EndTime", now);
    int period = MetricQuery.checkedPeriod(input.integer("Period", 60));
    checkSpan(start, end, period);
    List<MetricStatistic> statistics = statistics(input);
    long from = floor(start, grain(start, now, period));
    MetricKey key = MetricQuery.key(input);
    List<Object> points = new ArrayList<>();
    for (String unit : units(input, key, from, end, now)) {
      store
          .samplesByPeriod(key, unit, from, end.getEpochSecond(), period, now)
          .forEach((at, samples) -> points.add(point(at, unit, samples, statistics)));
    }
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("Label", key.name());
    output.put("Datapoints", points);
    return output;
  }

  private static void checkSpan(Instant start, Instant end, int period) {
    if (!start.isBefore(end)) {
      throw CloudWatchErrors.invalidValue(
          "The parameter StartTime must be less than the parameter EndTime.");
    }
    if (Duration.between(start, end).toSeconds() / period > 1440) {
      throw CloudWatchErrors.invalidCombination(
          "You have requested more than 1,440 datapoints, which exceeds the limit.");
    }
  }

  private static List<MetricStatistic> statistics(CloudWatchParameters input) {
    if (!input.has("Statistics") && !input.has("ExtendedStatistics")) {
      throw CloudWatchErrors.missing("Statistics or ExtendedStatistics");
    }
    return Stream.of("Statistics", "ExtendedStatistics")
        .flatMap(name -> input.texts(name).stream())
        .map(MetricStatistic::named)
        .toList();
  }

  private SortedSet<String> units(
      CloudWatchParameters input, MetricKey key, long from, Instant end, Instant now) {
    SortedSet<String> units = store.units(key, from, end.getEpochSecond(), now);
    return input.has("Unit") ? units.subSet(input.text("Unit"), input.text("Unit") + '\0') : units;
  }

  private static Map<String, Object> point(
      long at, String unit, MetricSamples samples, List<MetricStatistic> statistics) {
    Map<String, Object> point = new LinkedHashMap<>();
    Map<String, Object> extended = new LinkedHashMap<>();
    point.put("Timestamp", Instant.ofEpochSecond(at));
    for (MetricStatistic each : statistics) {
      boolean plain =
          List.of("SampleCount", "Average", "Sum", "Minimum", "Maximum").contains(each.name());
      each.compute(samples).ifPresent(x -> (plain ? point : extended).put(each.name(), x));
    }
    point.put("Unit", unit);
    if (!extended.isEmpty()) {
      point.put("ExtendedStatistics", extended);
    }
    return point;
  }

  /**
   * PutMetricData. It stores all data or none.
   *
   * @throws AwsError as CloudWatch refuses it
   */
  public Map<String, Object> putMetricData(CloudWatchParameters input, Instant now) {
    String namespace = input.text("Namespace");
    if (namespace.toUpperCase(Locale.ROOT).startsWith("AWS/")) {
      throw CloudWatchErrors.invalidValue(
          "The value " + namespace + " for parameter Namespace must not start with AWS/.");
    }
    List<CloudWatchParameters> data = new ArrayList<>(input.trees("MetricData"));
    input.trees("EntityMetricData").forEach(each -> data.addAll(each.trees("MetricData")));
    if (data.size() > 1000) {
      throw CloudWatchErrors.invalidValue(
          "The collection MetricData must not have a size greater than 1000.");
    }
    List<MetricDatum> read = new ArrayList<>();
    for (CloudWatchParameters each : data) {
      read.add(MetricDatum.of(namespace, each, now, "MetricData.member." + (read.size() + 1)));
    }
    read.forEach(each -> each.addTo(store, now)); // all or nothing
    return Map.of();
  }

  /**
   * ListMetrics, of metrics with visible samples.
   *
   * @throws AwsError InvalidParameterValue for a token that is not ours: unlike other operations,
   *     this one declares no InvalidNextToken in the API model
   */
  public Map<String, Object> listMetrics(CloudWatchParameters input, Instant now) {
    String token = input.text("NextToken");
    if (input.has("NextToken") && CloudWatchPages.parse(token).isEmpty()) {
      throw CloudWatchErrors.invalidValue(
          "The value " + token + " for parameter NextToken is invalid.");
    }
    List<Map<String, Object>> metrics =
        store.keys(now).stream()
            .filter(key -> matches(input, key))
            .map(MetricOperations::described)
            .toList();
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("Metrics", CloudWatchPages.page(metrics, input, LIST_PAGE, output));
    return output;
  }

  private static boolean matches(CloudWatchParameters input, MetricKey key) {
    return (!input.has("Namespace") || input.text("Namespace").equals(key.namespace()))
        && (!input.has("MetricName") || input.text("MetricName").equals(key.name()))
        && input.trees("Dimensions").stream()
            .allMatch(
                filter -> {
                  String value = key.dimensions().get(filter.text("Name"));
                  return value != null
                      && (!filter.has("Value") || filter.text("Value").equals(value));
                });
  }

  private static Map<String, Object> described(MetricKey key) {
    List<Object> dimensions = new ArrayList<>();
    key.dimensions().forEach((name, value) -> dimensions.add(Map.of("Name", name, "Value", value)));
    Map<String, Object> metric = new LinkedHashMap<>();
    metric.put("Namespace", key.namespace());
    metric.put("MetricName", key.name());
    metric.put("Dimensions", dimensions);
    return metric;
  }
}
