package dev.coalmine.embedded.cloudwatch;

import static dev.coalmine.embedded.cloudwatch.CloudWatchFixture.START;
import static dev.coalmine.embedded.cloudwatch.CloudWatchFixture.list;
import static dev.coalmine.embedded.cloudwatch.CloudWatchFixture.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.cloudwatch.alarm.AlarmStateValue;
import dev.coalmine.embedded.cloudwatch.metric.MetricKey;
import dev.coalmine.embedded.cloudwatch.metric.MetricSamples;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudWatchAlarmsTest {
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
  void reasonsReadAsRecordedWithoutDatapointsToAlarm() {
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
  void reasonsReadAsRecordedWithoutData(String treatment, AlarmStateValue state, String reason) {
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
  void comparisonsAreTheApis(String comparison, double value, AlarmStateValue state) {
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
  void forcedStatesLastOneIntervalAndStayInTheHistory() {
    fixture.alarm("a");
    fixture.advance("PT50S");
    fixture.call("SetAlarmState", "AlarmName", "a", "StateValue", "ALARM", "StateReason", "test");
    fixture.advance("PT50S");
    assertThat(fixture.described("a"))
        .containsEntry("StateValue", "ALARM")
        .containsEntry("StateReason", "test")
        .containsEntry("StateTransitionedTimestamp", START.plusSeconds(50));
    fixture.advance("PT20S");
    assertThat(fixture.described("a"))
        .containsEntry("StateValue", "INSUFFICIENT_DATA")
        .containsEntry("StateReason", "Insufficient Data: 1 datapoint was unknown.");
    assertThat(fixture.history("a", "StateUpdate"))
        .containsExactly(
            "12:00:50 Alarm updated from INSUFFICIENT_DATA to ALARM",
            "12:02:00 Alarm updated from ALARM to INSUFFICIENT_DATA");
  }

  @Test
  void settingTheSameStateUpdatesButDoesNotTransition() {
    fixture.alarm("a");
    fixture.advance("PT10S");
    fixture.call(
        "SetAlarmState",
        "AlarmName",
        "a",
        "StateValue",
        "INSUFFICIENT_DATA",
        "StateReason",
        "same");
    assertThat(fixture.described("a"))
        .containsEntry("StateReason", "same")
        .containsEntry("StateUpdatedTimestamp", START.plusSeconds(10))
        .containsEntry("StateTransitionedTimestamp", START);
    assertThat(fixture.history("a", "StateUpdate")).isEmpty();
  }

  @Test
  void anIgnoringAlarmKeepsTheForcedState() {
    fixture.alarm("a", "TreatMissingData", "ignore");
    fixture.call("SetAlarmState", "AlarmName", "a", "StateValue", "ALARM", "StateReason", "test");
    fixture.advance("PT1H");
    assertThat(fixture.state("a")).isEqualTo(AlarmStateValue.ALARM);
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
  void percentilesOfFewSamplesCountOnlyIfTheyShould(String few, AlarmStateValue state) {
    fixture.alarm(
        "a", "Statistic", "", "ExtendedStatistic", "p99", "EvaluateLowSampleCountPercentile", few);
    fixture.put(1);
    fixture.advance("PT1M");
    assertThat(fixture.state("a")).isEqualTo(state);
  }

  @Test
  void compositeAlarmsFollowTheirChildren() {
    fixture.alarm("a");
    fixture.call("PutCompositeAlarm", "AlarmName", "c", "AlarmRule", "ALARM(a)");
    fixture.call("PutCompositeAlarm", "AlarmName", "d", "AlarmRule", "ALARM(c) OR FALSE");
    assertThat(fixture.state("d")).isEqualTo(AlarmStateValue.OK);
    fixture.put(1);
    fixture.advance("PT1M");
    assertThat(fixture.state("d")).isEqualTo(AlarmStateValue.ALARM);
    assertThat(fixture.described("c"))
        .containsEntry(
            "StateReason",
            "arn:aws:cloudwatch:us-east-1:000000000000:alarm:a transitioned to ALARM at Thursday 01"
                + " January, 2026 12:01:00 UTC");
    fixture.advance("PT5M");
    assertThat(fixture.state("d")).isEqualTo(AlarmStateValue.OK);
  }

  @Test
  void forcedCompositeAlarmsWaitForAChild() {
    fixture.alarm("a");
    fixture.call("PutCompositeAlarm", "AlarmName", "c", "AlarmRule", "ALARM(a)");
    fixture.call("SetAlarmState", "AlarmName", "c", "StateValue", "ALARM", "StateReason", "test");
    fixture.advance("PT1H");
    assertThat(fixture.state("c")).isEqualTo(AlarmStateValue.ALARM);
    fixture.put(0);
    fixture.advance("PT1M");
    assertThat(fixture.state("c")).isEqualTo(AlarmStateValue.OK);
  }

  @Test
  void rulesWithUnknownOrCircularChildrenAreRefused() {
    fixture.alarm("a");
    fixture.call("PutCompositeAlarm", "AlarmName", "c", "AlarmRule", "ALARM(a)");
    fixture.call("PutCompositeAlarm", "AlarmName", "d", "AlarmRule", "ALARM(c)");
    assertRefused("unknown", () -> composite("x", "ALARM(unknown)"));
    assertRefused("itself", () -> composite("x", "ALARM(x)"));
    assertRefused("itself", () -> composite("c", "ALARM(d)"));
    assertRefused("depending", () -> fixture.call("DeleteAlarms", "AlarmNames", List.of("c")));
    assertRefused("another type", () -> composite("a", "TRUE"));
  }

  private void composite(String name, String rule) {
    fixture.call("PutCompositeAlarm", "AlarmName", name, "AlarmRule", rule);
  }

  private static void assertRefused(String because, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            AwsError.class, e -> assertThat(e.code()).isEqualTo("ValidationError"))
        .hasMessageContaining(because);
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

  @Test
  void anUpdatedAlarmKeepsItsState() {
    fixture.alarm("a");
    fixture.put(1);
    fixture.advance("PT1M");
    fixture.alarm("a", "Threshold", 100);
    assertThat(fixture.state("a")).isEqualTo(AlarmStateValue.ALARM);
    fixture.advance("PT1M");
    assertThat(fixture.state("a")).isEqualTo(AlarmStateValue.OK);
    assertThat(fixture.history("a", "ConfigurationUpdate"))
        .containsExactly("12:00:00 Alarm \"a\" created", "12:01:00 Alarm \"a\" updated");
  }

  @Test
  void describingFiltersAndPages() {
    for (String name : List.of("x1", "x2", "x3", "y1")) {
      fixture.alarm(name);
    }
    composite("x-all", "ALARM(x1)");
    assertThat(names(fixture.call("DescribeAlarms"))).containsExactly("x1", "x2", "x3", "y1");
    assertThat(names(fixture.call("DescribeAlarms", "AlarmNamePrefix", "y"))).containsExactly("y1");
    assertThat(names(fixture.call("DescribeAlarms", "AlarmNames", List.of("ghost", "x2", "x-all"))))
        .containsExactly("x2");
    assertThat(names(fixture.call("DescribeAlarms", "StateValue", "OK"))).isEmpty();
    Map<String, Object> first = fixture.call("DescribeAlarms", "MaxRecords", 3);
    assertThat(names(first)).containsExactly("x1", "x2", "x3");
    Map<String, Object> second =
        fixture.call("DescribeAlarms", "MaxRecords", 3, "NextToken", first.get("NextToken"));
    assertThat(names(second)).containsExactly("y1");
    assertThat(second).doesNotContainKey("NextToken");
    assertThat(
            list(
                fixture.call("DescribeAlarms", "AlarmTypes", List.of("CompositeAlarm")),
                "CompositeAlarms"))
        .hasSize(1);
    assertThat(names(fixture.call("DescribeAlarms", "ChildrenOfAlarmName", "x-all")))
        .containsExactly("x1");
  }

  private static List<Object> names(Map<String, Object> output) {
    return list(output, "MetricAlarms").stream().map(alarm -> alarm.get("AlarmName")).toList();
  }

  @Test
  void historyIsNewestFirstAndOutlivesTheAlarm() {
    fixture.alarm("a");
    fixture.advance("PT1M");
    fixture.call("DeleteAlarms", "AlarmNames", List.of("a"));
    Map<String, Object> page = fixture.call("DescribeAlarmHistory", "MaxRecords", 1);
    assertThat(list(page, "AlarmHistoryItems").get(0))
        .containsEntry("HistorySummary", "Alarm \"a\" deleted")
        .containsEntry("AlarmType", "MetricAlarm");
    assertThat(page).containsKey("NextToken");
    assertThat(
            list(
                fixture.call("DescribeAlarmHistory", "EndDate", START.plusSeconds(30)),
                "AlarmHistoryItems"))
        .hasSize(1);
    assertThat(list(fixture.call("DescribeAlarms"), "MetricAlarms")).isEmpty();
  }

  @Test
  void deletingIsAllOrNothing() {
    fixture.alarm("a");
    assertThatThrownBy(() -> fixture.call("DeleteAlarms", "AlarmNames", List.of("a", "ghost")))
        .isInstanceOfSatisfying(AwsError.class, e -> assertThat(e.status()).isEqualTo(404));
    assertThat(fixture.service.stateOf("a")).isPresent();
  }

  @Test
  void actionsCanBeSwitchedWithoutTouchingTheState() {
    fixture.alarm("a");
    fixture.call("DisableAlarmActions", "AlarmNames", List.of("a", "ghost"));
    assertThat(fixture.described("a")).containsEntry("ActionsEnabled", false);
    fixture.put(1);
    fixture.advance("PT1M");
    assertThat(fixture.state("a")).isEqualTo(AlarmStateValue.ALARM);
    fixture.call("EnableAlarmActions", "AlarmNames", List.of("a"));
    assertThat(fixture.described("a")).containsEntry("ActionsEnabled", true);
  }

  @Test
  void listenersHearEveryChangeAndMayCallBack() {
    List<String> heard = new ArrayList<>();
    fixture.service.onStateChange(
        change -> heard.add(change.alarmName() + " " + fixture.state(change.alarmName())));
    fixture.alarm("a");
    composite("c", "ALARM(a)");
    fixture.put(1);
    fixture.advance("PT1M");
    assertThat(heard).containsExactly("c OK", "a ALARM", "c ALARM");
  }
}
