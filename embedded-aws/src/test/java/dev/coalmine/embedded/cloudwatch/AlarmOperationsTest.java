package dev.coalmine.embedded.cloudwatch;

import static dev.coalmine.embedded.cloudwatch.CloudWatchFixture.START;
import static dev.coalmine.embedded.cloudwatch.CloudWatchFixture.list;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.cloudwatch.alarm.AlarmStateValue;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The operations on alarms, their history and their listeners. */
class AlarmOperationsTest {
  private final CloudWatchFixture fixture = new CloudWatchFixture();

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
    fixture.composite("x-all", "ALARM(x1)");
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
  void listenersReceiveEveryChangeAndMayCallBack() {
    List<String> received = new ArrayList<>();
    fixture.service.onStateChange(
        change -> received.add(change.alarmName() + " " + fixture.state(change.alarmName())));
    fixture.alarm("a");
    fixture.composite("c", "ALARM(a)");
    fixture.put(1);
    fixture.advance("PT1M");
    assertThat(received).containsExactly("c OK", "a ALARM", "c ALARM");
  }
}
