package dev.coalmine.embedded.cloudwatch;

import static dev.coalmine.embedded.cloudwatch.CloudWatchFixture.START;
import static dev.coalmine.embedded.cloudwatch.CloudWatchFixture.list;
import static dev.coalmine.embedded.cloudwatch.CloudWatchFixture.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.cloudwatch.metric.MetricKey;
import dev.coalmine.embedded.cloudwatch.metric.MetricSamples;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.protocol.AwsError;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudWatchMetricsTest {
  private final CloudWatchFixture fixture = new CloudWatchFixture();

  @Test
  void dataIsNewestFirstAndOnlyWhereThereIsAny() {
    fixture.put(1);
    fixture.advance("PT2M30S");
    fixture.put(2);
    fixture.put(3);
    Map<String, Object> result = sum("PT0S", "PT10M", 60);
    assertThat(result)
        .containsEntry("Timestamps", List.of(START.plusSeconds(120), START))
        .containsEntry("Values", List.of(5.0, 1.0))
        .containsEntry("StatusCode", "Complete")
        .containsEntry("Label", "Errors");
  }

  @Test
  void startIsRoundedDownAndInclusiveEndExclusive() {
    for (int i = 0; i < 4; i++) {
      fixture.put(i);
      fixture.advance("PT1M");
    }
    assertThat(sum("PT1M59S", "PT3M", 60)).containsEntry("Values", List.of(2.0, 1.0));
    assertThat(sum("PT1M", "PT3M0.001S", 60)).containsEntry("Values", List.of(2.0, 1.0));
  }

  @Test
  void longPeriodsBeginAtTheStart() {
    for (int i = 0; i < 7; i++) {
      fixture.put(1);
      fixture.advance("PT1M");
    }
    assertThat(sum("PT1M", "PT7M", 180))
        .containsEntry("Timestamps", List.of(START.plusSeconds(240), START.plusSeconds(60)))
        .containsEntry("Values", List.of(3.0, 3.0));
  }

  @Test
  void lateDataIsNotShownBeforeItsTime() {
    MetricKey errors = MetricKey.of("My", "Errors", Map.of());
    fixture.store.add(errors, START, "None", MetricSamples.of(7, 1), START.plusSeconds(100));
    fixture.advance("PT99S");
    assertThat(sum("PT0S", "PT10M", 60)).containsEntry("Values", List.of());
    fixture.advance("PT1S");
    assertThat(sum("PT0S", "PT10M", 60)).containsEntry("Values", List.of(7.0));
  }

  @Test
  void otherDimensionsAreOtherMetrics() {
    Object dimension = List.of(map("Name", "F", "Value", "orders"));
    put(map("MetricName", "Errors", "Value", 4, "Dimensions", dimension));
    assertThat(sum("PT0S", "PT1M", 60)).containsEntry("Values", List.of());
    assertThat(list(fixture.call("ListMetrics", "Namespace", "My"), "Metrics"))
        .containsExactly(
            map(
                "Namespace", "My",
                "MetricName", "Errors",
                "Dimensions", List.of(Map.of("Name", "F", "Value", "orders"))));
  }

  @Test
  void mathIsComputedWhereBothSidesHaveData() {
    fixture.put(1);
    fixture.put(0);
    fixture.advance("PT2M");
    fixture.put(1);
    Map<String, Object> output =
        get(
            "PT0S",
            "PT3M",
            query("e", "Sum", 60, false),
            query("n", "SampleCount", 60, false),
            map("Id", "rate", "Expression", "e / n"),
            map("Id", "filled", "Expression", "FILL(e, 0)", "Label", "all minutes"));
    assertThat(list(output, "MetricDataResults").get(0))
        .containsEntry("Id", "rate")
        .containsEntry("Values", List.of(1.0, 0.5));
    assertThat(list(output, "MetricDataResults").get(1))
        .containsEntry("Label", "all minutes")
        .containsEntry("Values", List.of(1.0, 0.0, 1.0));
  }

  @Test
  void manyPointsComeInPages() {
    for (int i = 0; i < 5; i++) {
      fixture.put(i);
      fixture.advance("PT1M");
    }
    List<Object> values = new ArrayList<>();
    List<Object> codes = new ArrayList<>();
    Map<String, Object> page = map();
    do {
      page =
          fixture.call(
              "GetMetricData",
              "MetricDataQueries",
              List.of(query("a", "Sum", 60, true), query("b", "Sum", 60, true)),
              "StartTime",
              START,
              "EndTime",
              START.plusSeconds(600),
              "MaxDatapoints",
              4,
              page.containsKey("NextToken") ? "NextToken" : "ScanBy",
              page.getOrDefault("NextToken", "TimestampDescending"));
      for (Map<String, Object> result : list(page, "MetricDataResults")) {
        values.addAll(new JsonView(result).get("Values").list());
        codes.add(result.get("Id") + " " + result.get("StatusCode"));
      }
    } while (page.containsKey("NextToken"));
    assertThat(values).containsExactly(4.0, 3.0, 2.0, 1.0, 0.0, 4.0, 3.0, 2.0, 1.0, 0.0);
    assertThat(codes).containsExactly("a PartialData", "a Complete", "b PartialData", "b Complete");
  }

  @Test
  void aWithheldResponseIsNotComplete() {
    fixture.put(1);
    fixture.service.withholdNextMetricData("PartialData");
    assertThat(sum("PT0S", "PT1M", 60))
        .containsEntry("StatusCode", "PartialData")
        .containsEntry("Values", List.of());
    assertThat(sum("PT0S", "PT1M", 60)).containsEntry("StatusCode", "Complete");
  }

  @Test
  void brokenQueriesAreRefused() {
    Map<String, Object> good = query("a", "Sum", 60, true);
    assertRefused(good, good);
    assertRefused(query("A", "Sum", 60, true));
    assertRefused(query("a", "Median", 60, true));
    assertRefused(query("a", "Sum", 61, true));
    assertRefused(map("Id", "a"));
    assertRefused(map("Id", "a", "Expression", "b"));
    assertRefused(map("Id", "a", "Expression", "b"), map("Id", "b", "Expression", "a"));
    assertRefused(map("Id", "a", "Expression", "1 + 1"));
    assertRefused(good, map("Id", "b", "Expression", "SUM(a)"));
    assertRefused(good, map("Id", "b", "Expression", "[a, a]"));
    assertRefused(good, map("Id", "b", "Expression", "IF([a], a)"));
    assertThatThrownBy(() -> get("PT5M", "PT5M", good)).isInstanceOf(AwsError.class);
    List<Map<String, Object>> many =
        IntStream.range(0, 501).mapToObj(i -> query("q" + i, "Sum", 60, true)).toList();
    assertThatThrownBy(
            () ->
                fixture.call(
                    "GetMetricData",
                    "MetricDataQueries",
                    many,
                    "StartTime",
                    START,
                    "EndTime",
                    START.plusSeconds(60)))
        .hasMessageContaining("500");
  }

  private void assertRefused(Object... queries) {
    assertThatThrownBy(() -> get("PT0S", "PT5M", queries))
        .isInstanceOfSatisfying(
            AwsError.class, e -> assertThat(e.code()).isEqualTo("ValidationError"));
  }

  @Test
  void valuesWithCountsAndStatisticSetsAddUp() {
    put(map("MetricName", "Errors", "Values", List.of(1, 2), "Counts", List.of(3, 1)));
    Object set = map("SampleCount", 2, "Sum", 10, "Minimum", 4, "Maximum", 6);
    put(map("MetricName", "Errors", "StatisticValues", set));
    assertThat(sum("PT0S", "PT1M", 60)).containsEntry("Values", List.of(15.0));
    Map<String, Object> output =
        fixture.call(
            "GetMetricStatistics",
            "Namespace",
            "My",
            "MetricName",
            "Errors",
            "StartTime",
            START,
            "EndTime",
            START.plusSeconds(60),
            "Period",
            60,
            "Statistics",
            List.of("SampleCount", "Maximum"));
    assertThat(list(output, "Datapoints"))
        .containsExactly(
            map("Timestamp", START, "SampleCount", 6.0, "Maximum", 6.0, "Unit", "None"));
  }

  @Test
  void aUnitSelectsItsOwnPoints() {
    put(map("MetricName", "Errors", "Value", 1, "Unit", "Count"));
    put(map("MetricName", "Errors", "Value", 10, "Unit", "Seconds"));
    Map<String, Object> seconds = query("a", "Sum", 60, true);
    new JsonView(seconds).get("MetricStat").object().put("Unit", "Seconds");
    assertThat(list(get("PT0S", "PT1M", seconds), "MetricDataResults").get(0))
        .containsEntry("Values", List.of(10.0));
  }

  /**
   * Recorded: LocalStack's snapshots of AWS, test_get_metric_data_different_units_no_unit_in_query.
   */
  @Test
  void withoutAUnitTheFirstOneCountsAndTheResultSaysSo() {
    put(map("MetricName", "Errors", "Value", 60, "Unit", "Seconds"));
    put(map("MetricName", "Errors", "Value", 60_000, "Unit", "Milliseconds"));
    assertThat(list(get("PT0S", "PT1M", query("a", "Sum", 60, true)), "MetricDataResults").get(0))
        .containsEntry("Values", List.of(60_000.0))
        .containsEntry("StatusCode", "Complete")
        .containsEntry(
            "Messages",
            List.of(
                map(
                    "Code", "MultipleUnits",
                    "Value", "Multiple units returned: '[Milliseconds, Seconds]'")));
    put(map("MetricName", "Errors", "Value", 5, "Unit", "Count"));
    assertThat(sum("PT0S", "PT1M", 60)).containsEntry("Values", List.of(5.0));
  }

  /** Recorded: LocalStack's snapshots of AWS, test_label_generation. */
  @ParameterizedTest
  @CsvSource({
    "Sum, 60, Minimum, 30, Errors Sum 60, Errors Minimum 30",
    "Sum, 60, Minimum, 60, Errors Sum, Errors Minimum",
    "Sum, 60, Sum, 30, Errors 60, Errors 30",
    "Sum, 60, Sum, 60, Errors, Errors"
  })
  void aLabelSaysInWhatTheQueriesDiffer(
      String first, int period, String second, int otherPeriod, String label, String otherLabel) {
    Map<String, Object> output =
        get("PT0S", "PT1M", query("a", first, period, true), query("b", second, otherPeriod, true));
    assertThat(list(output, "MetricDataResults").get(0)).containsEntry("Label", label);
    assertThat(list(output, "MetricDataResults").get(1)).containsEntry("Label", otherLabel);
  }

  @ParameterizedTest
  @CsvSource({
    "Value, NaN, InvalidParameterValue",
    "Value, Infinity, InvalidParameterValue",
    "Unit, Apples, InvalidParameterValue",
    "StorageResolution, 5, InvalidParameterValue",
    "Timestamp, 2025-12-01T00:00:00Z, InvalidParameterValue",
    "Timestamp, 2026-01-01T15:00:00Z, InvalidParameterValue",
    "MetricName, '', InvalidParameterValue",
    "Value, '', MissingParameter",
  })
  void badDataIsRefused(String field, String value, String code) {
    Map<String, Object> datum = map("MetricName", "Errors", "Value", 1.0);
    datum.put(field, value);
    datum.values().removeIf(each -> field.equals("Value") && each.equals(""));
    assertThatThrownBy(() -> put(datum))
        .isInstanceOfSatisfying(AwsError.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void oneBadDatumStoresNothing() {
    List<Object> data =
        List.of(map("MetricName", "Errors", "Value", 1), map("MetricName", "Errors"));
    assertThatThrownBy(() -> fixture.call("PutMetricData", "Namespace", "My", "MetricData", data))
        .hasMessageContaining("MetricData.member.2.Value");
    assertThat(sum("PT0S", "PT1M", 60)).containsEntry("Values", List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS/Lambda", "aws/x"})
  void namespacesOfAwsAreNotForCallers(String namespace) {
    Object data = List.of(map("MetricName", "Errors", "Value", 1));
    assertThatThrownBy(
            () -> fixture.call("PutMetricData", "Namespace", namespace, "MetricData", data))
        .hasMessageContaining(namespace);
  }

  @Test
  void aThousandDataFitAndNoMore() {
    List<Object> data =
        new ArrayList<>(Collections.nCopies(1000, map("MetricName", "Errors", "Value", 1)));
    fixture.call("PutMetricData", "Namespace", "My", "MetricData", data);
    data.add(map("MetricName", "Errors", "Value", 1));
    assertThatThrownBy(() -> fixture.call("PutMetricData", "Namespace", "My", "MetricData", data))
        .hasMessageContaining("1000");
  }

  @Test
  void pointsExpireAfterFifteenDays() {
    fixture.put(1);
    fixture.advance("P15DT1M");
    fixture.put(1);
    MetricKey errors = MetricKey.of("My", "Errors", Map.of());
    long from = START.getEpochSecond();
    long to = fixture.now().getEpochSecond() + 60;
    assertThat(fixture.store.samplesByPeriod(errors, "", from, to, 60, fixture.now())).hasSize(1);
  }

  private void put(Map<String, Object> datum) {
    fixture.call("PutMetricData", "Namespace", "My", "MetricData", List.of(datum));
  }

  private Map<String, Object> sum(String from, String to, int period) {
    return list(get(from, to, query("a", "Sum", period, true)), "MetricDataResults").get(0);
  }

  private Map<String, Object> get(String from, String to, Object... queries) {
    return fixture.call(
        "GetMetricData",
        "MetricDataQueries",
        List.of(queries),
        "StartTime",
        at(from),
        "EndTime",
        at(to));
  }

  private static Instant at(String sinceStart) {
    return START.plus(Duration.parse(sinceStart));
  }

  private static Map<String, Object> query(String id, String stat, int period, boolean returned) {
    Map<String, Object> metric = map("Namespace", "My", "MetricName", "Errors");
    return map(
        "Id", id,
        "ReturnData", returned,
        "MetricStat", map("Metric", metric, "Period", period, "Stat", stat));
  }
}
