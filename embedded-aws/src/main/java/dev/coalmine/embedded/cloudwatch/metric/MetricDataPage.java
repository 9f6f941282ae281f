package dev.coalmine.embedded.cloudwatch.metric;

import dev.coalmine.embedded.cloudwatch.wire.CloudWatchPages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One page of GetMetricData's results. Its size counts the data points of all results together. */
final class MetricDataPage {
  private final int size;
  private final int start;
  private final List<Object> results = new ArrayList<>();
  private int seen;
  private boolean more;

  MetricDataPage(int size, int start) {
    this.size = size;
    this.start = start;
  }

  /**
   * Adds a result's data points that lie on this page. A result of earlier pages is left out.
   *
   * @param units the units of the metric's data, if it has several
   */
  void add(String id, String label, Map<Long, Double> points, List<String> units) {
    List<Instant> timestamps = new ArrayList<>();
    List<Double> values = new ArrayList<>();
    int first = seen;
    points.forEach(
        (at, value) -> {
          if (seen >= start && seen - start < size) {
            timestamps.add(Instant.ofEpochSecond(at));
            values.add(value);
          }
          seen++;
        });
    boolean before = seen <= start && start > 0;
    boolean partial = seen - start > size;
    boolean after = first - start >= size && !points.isEmpty();
    more |= partial;
    if (!before && !after) {
      Map<String, Object> result =
          result(id, label, timestamps, values, partial ? "PartialData" : "Complete");
      if (!units.isEmpty()) {
        result.put("Messages", List.of(severalUnits(units)));
      }
      results.add(result);
    }
  }

  private static Map<String, Object> severalUnits(List<String> units) {
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("Code", "MultipleUnits");
    message.put("Value", "Multiple units returned: '" + units + "'");
    return message;
  }

  /** An output without data points, with this code in every result. */
  static Map<String, Object> withoutPoints(MetricQueries queries, String code) {
    MetricDataPage page = new MetricDataPage(1, 0);
    queries.all().stream()
        .filter(MetricQuery::returned)
        .map(query -> result(query.id(), queries.label(query), List.of(), List.of(), code))
        .forEach(page.results::add);
    return page.output();
  }

  private static Map<String, Object> result(
      String id, String label, List<Instant> timestamps, List<Double> values, String code) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("Id", id);
    result.put("Label", label);
    result.put("Timestamps", timestamps);
    result.put("Values", values);
    result.put("StatusCode", code);
    return result;
  }

  /** The operation's output. */
  Map<String, Object> output() {
    Map<String, Object> output = new LinkedHashMap<>();
    output.put("MetricDataResults", results);
    output.put("Messages", List.of());
    if (more) {
      output.put("NextToken", CloudWatchPages.token(start + size));
    }
    return output;
  }
}
