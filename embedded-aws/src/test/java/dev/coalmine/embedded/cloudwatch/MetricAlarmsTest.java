package dev.coalmine.embedded.cloudwatch;

import static dev.coalmine.embedded.cloudwatch.CloudWatchFixture.START;
import static dev.coalmine.embedded.cloudwatch.CloudWatchFixture.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.cloudwatch.alarm.AlarmStateValue;
import dev.coalmine.embedded.cloudwatch.metric.MetricKey;
import dev.coalmine.embedded.cloudwatch.metric.MetricSamples;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsError;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Metric alarms fire, recover and are validated as CloudWatch's are. */
class MetricAlarmsTest {
  private final CloudWatchFixture fixture = new CloudWatchFixture();

  @Test
  void newAlarmsHaveNotEnoughData() {
    fixture.alarm("a");
    assertThat(fixture.described("a"))
        .containsEntry("StateValue", "INSUFFICIENT_DATA")
        .containsEntry("StateReason", "Unchecked: Initial alarm creation")
        .containsEntry("AlarmArn", "arn:aws:cloudwatch:us-east-1:000000000000:alarm:a")
        .containsEntry("ActionsEnabled", true)
        .doesNotContainKeys("TreatMissingData", "DatapointsToAlarm", "StateReasonData");
    fixture.advance("PT10M");
    assertThat(fixture.state("a")).isEqualTo(AlarmStateValue.INSUFFICIENT_DATA);
  }

  @Test
  void alarmsFireAtTheMinuteAfterTheirData() {
    fixture.alarm("a", "DatapointsToAlarm", 1);
    fixture.advance("PT3M30S");
    fixture.put(1);
    assertThat(fixture.state("a")).isEqualTo(AlarmStateValue.INSUFFICIENT_DATA);
    fixture.advance("PT30S");
    assertThat(fixture.described("a"))
        .containsEntry("StateValue", "ALARM")
        .containsEntry("StateUpdatedTimestamp", Instant.parse("2026-01-01T12:04:00Z"))
        .containsEntry(
            "StateReason",
            "Threshold Crossed: 1 out of the last 1 datapoints [1.0 (01/01/26 12:03:00)] was"
                + " greater than the threshold (0.5) (minimum 1 datapoint for OK -> ALARM"
                + " transition).");
  }

  @Test
  void reasonsMatchRecordingsWithoutDatapointsToAlarm() {
    fixture.alarm("a");
    fixture.put(21.5);
    fixture.advance("PT1M");
    assertThat(fixture.described("a"))
        .containsEntry(
            "StateReason",
            "Threshold Crossed: 1 datapoint [21.5 (01/01/26 12:00:00)] was greater than the"
                + " threshold (0.5).");
    assertThat(Json.parse((String) fixture.described("a").get("StateReasonData")))
        .isEqualTo(
            Json.parse(
                """
                {"version": "1.0", "queryDate": "2026-01-01T12:01:00.000+0000",
                 "startDate": "2026-01-01T12:00:00.000+0000", "statistic": "Sum", "period": 60,
                 "recentDatapoints": [21.5], "threshold": 0.5, "evaluatedDatapoints": [
                 {"timestamp": "2026-01-01T12:00:00.000+0000", "sampleCount": 1.0, "value": 21.5}]}
                """));
  }

  @ParameterizedTest
  @CsvSource({
    "breaching,    ALARM, no datapoints were received for 2 periods and 2 missing datapoints were"
        + " treated as [Breaching].",
    "notBreaching, OK,    no datapoints were received for 2 periods and 2 missing datapoints were"
        + " treated as [NonBreaching].",
  })
  void reasonsMatchRecordingsWithoutData(String treatment, AlarmStateValue state, String reason) {
    fixture.alarm("a", "EvaluationPeriods", 2, "TreatMissingData", treatment);
    fixture.advance("PT1M");
    assertThat(fixture.state("a")).isEqualTo(state);
    assertThat(fixture.described("a")).containsEntry("StateReason", "Threshold Crossed: " + reason);
  }

  @Test
  void twoOfThreePeriodsFireAndRecover() {
    fixture.alarm("a", "EvaluationPeriods", 3, "DatapointsToAlarm", 2);
    for (int value : new int[] {0, 0, 1, 0, 1, 0, 0}) {
      fixture.put(value);
      fixture.advance("PT1M");
    }
    assertThat(fixture.history("a", "StateUpdate"))
        .containsExactly(
            "12:01:00 Alarm updated from INSUFFICIENT_DATA to OK",
            "12:05:00 Alarm updated from OK to ALARM",
            "12:06:00 Alarm updated from ALARM to OK");
    assertThat((String) fixture.described("a").get("StateReason"))
        .contains("2 out of the last 3 datapoints")
        .contains("were not greater than the threshold (0.5)")
        .endsWith("(minimum 2 datapoints for ALARM -> OK transition).");
  }

  @ParameterizedTest
  @CsvSource({
    "GreaterThanThreshold,          5, OK",
    "GreaterThanOrEqualToThreshold, 5, ALARM",
    "LessThanThreshold,             5, OK",
    "LessThanOrEqualToThreshold,    5, ALARM",
    "LessThanThreshold,             4, ALARM",
    "GreaterThanThreshold,          6, ALARM",
  })
  void comparisonsMatchTheApi(String comparison, double value, AlarmStateValue state) {
    fixture.alarm("a", "ComparisonOperator", comparison, "Threshold", 5);
    fixture.put(value);
    fixture.advance("PT1M");
    assertThat(fixture.state("a")).isEqualTo(state);
  }

  @Test
  void alarmsWaitForLateData() {
    fixture.alarm("a");
    MetricKey errors = MetricKey.of("My", "Errors", Map.of());
    fixture.store.add(errors, START, "Count", MetricSamples.of(1, 9), START.plusSeconds(130));
    fixture.advance("PT2M");
    assertThat(fixture.state("a")).isEqualTo(AlarmStateValue.INSUFFICIENT_DATA);
    fixture.advance("PT1M");
    assertThat(fixture.state("a")).isEqualTo(AlarmStateValue.ALARM);
  }

  @Test
  void aLongJumpEvaluatesEveryMinuteOnTheWay() {
    fixture.alarm("a", "TreatMissingData", "notBreaching");
    MetricKey errors = MetricKey.of("My", "Errors", Map.of());
    Instant later = START.plusSeconds(600);
    fixture.store.add(errors, later, "Count", MetricSamples.of(1, 1), later.plusSeconds(90));
    fixture.advance("PT1H");
    fixture.service.advance(fixture.now());
    assertThat(fixture.history("a", "StateUpdate"))
        .containsExactly(
            "12:01:00 Alarm updated from INSUFFICIENT_DATA to OK",
            "12:12:00 Alarm updated from OK to ALARM",
            "12:14:00 Alarm updated from ALARM to OK");
  }

  @Test
  void shortPeriodsAreEvaluatedEveryTenSeconds() {
    fixture.alarm("a", "Period", 10);
    fixture.advance("PT12S");
    Map<String, Object> datum = map("MetricName", "Errors", "Value", 1, "StorageResolution", 1);
    fixture.call("PutMetricData", "Namespace", "My", "MetricData", List.of(datum));
    fixture.advance("PT10S");
    assertThat(fixture.history("a", "StateUpdate"))
        .containsExactly("12:00:20 Alarm updated from INSUFFICIENT_DATA to ALARM");
  }

  @Test
  void mathAlarmsCompareTheResult() {
    Map<String, Object> errors = query("e", "Errors", "Sum");
    Map<String, Object> all = query("n", "Errors", "SampleCount");
    Map<String, Object> rate = map("Id", "rate", "Expression", "100 * e / n");
    fixture.call(
        "PutMetricAlarm",
        "AlarmName",
        "rate",
        "Metrics",
        List.of(errors, all, rate),
        "EvaluationPeriods",
        1,
        "Threshold",
        60,
        "ComparisonOperator",
        "GreaterThanThreshold");
    fixture.put(1);
    fixture.put(0);
    fixture.advance("PT1M");
    assertThat(fixture.state("rate")).isEqualTo(AlarmStateValue.OK);
    fixture.put(1);
    fixture.put(1);
    fixture.advance("PT1M");
    assertThat(fixture.state("rate")).isEqualTo(AlarmStateValue.ALARM);
  }

  private static Map<String, Object> query(String id, String metric, String stat) {
    Map<String, Object> named = map("Namespace", "My", "MetricName", metric);
    return map(
        "Id",
        id,
        "ReturnData",
        false,
        "MetricStat",
        map("Metric", named, "Period", 60, "Stat", stat));
  }

  @ParameterizedTest
  @CsvSource({"ignore, INSUFFICIENT_DATA", "evaluate, ALARM"})
  void percentilesOfFewSamplesCountUnlessIgnored(String few, AlarmStateValue state) {
    fixture.alarm(
        "a", "Statistic", "", "ExtendedStatistic", "p99", "EvaluateLowSampleCountPercentile", few);
    fixture.put(1);
    fixture.advance("PT1M");
    assertThat(fixture.state("a")).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "Period, 45",
    "Statistic, p99",
    "ExtendedStatistic, p99",
    "MetricName, ''",
    "Namespace, ''",
    "EvaluationPeriods, ''",
    "EvaluationPeriods, 1441",
    "DatapointsToAlarm, 2",
    "Threshold, ''",
    "ThresholdMetricId, m1",
    "ComparisonOperator, ''",
    "ComparisonOperator, GreaterThanUpperThreshold",
    "TreatMissingData, maybe",
    "EvaluateLowSampleCountPercentile, maybe",
  })
  void badMetricAlarmsAreRefused(String field, String value) {
    Object sent = value.matches("\\d+") ? (Object) Integer.valueOf(value) : value;
    assertThatThrownBy(() -> fixture.alarm("a", field, sent))
        .isInstanceOfSatisfying(
            AwsError.class, e -> assertThat(e.code()).isEqualTo("ValidationError"));
    assertThat(fixture.service.stateOf("a")).isEmpty();
  }
}
