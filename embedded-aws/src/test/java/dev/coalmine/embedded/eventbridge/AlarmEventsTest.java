package dev.coalmine.embedded.eventbridge;

import static dev.coalmine.embedded.EventFixture.function;
import static dev.coalmine.embedded.EventFixture.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.EventFixture;
import dev.coalmine.embedded.cloudwatch.CloudWatchFixture;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlarmEventsTest {
  private final EventFixture fixture = new EventFixture();
  private final CloudWatchFixture cloudWatch = new CloudWatchFixture();

  AlarmEventsTest() {
    cloudWatch.service.onStateChange(new AlarmEvents(fixture.events)::publish);
    fixture.rule("aws.cloudwatch", function());
  }

  private JsonFields event(int number) {
    fixture.clock.runTo(fixture.clock.instant());
    String received = fixture.received.get(number);
    String json = received.substring(received.indexOf(' ') + 1);
    return new JsonFields(Json.parseObject(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void aMetricAlarmEventHasStateAndConfiguration() {
    cloudWatch.alarm(
        "orders-errors",
        "AlarmDescription",
        "too many",
        "Dimensions",
        List.of(map("Name", "FunctionName", "Value", "orders")));
    cloudWatch.call(
        "SetAlarmState",
        "AlarmName",
        "orders-errors",
        "StateValue",
        "ALARM",
        "StateReason",
        "by hand",
        "StateReasonData",
        "{\"a\":1}");

    JsonFields event = event(0);
    String arn = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:orders-errors";
    assertThat(event.tree())
        .containsEntry("source", "aws.cloudwatch")
        .containsEntry("detail-type", "CloudWatch Alarm State Change")
        .containsEntry("resources", List.of(arn));
    JsonFields detail = event.object("detail");
    assertThat(detail.text("alarmName")).isEqualTo("orders-errors");
    assertThat(detail.object("state").tree())
        .isEqualTo(
            map(
                "value", "ALARM",
                "reason", "by hand",
                "reasonData", "{\"a\":1}",
                "timestamp", "2026-01-01T12:00:00.000+0000"));
    assertThat(detail.object("previousState").tree())
        .isEqualTo(
            map(
                "value", "INSUFFICIENT_DATA",
                "reason", "Unchecked: Initial alarm creation",
                "timestamp", "2026-01-01T12:00:00.000+0000"));
    JsonFields configuration = detail.object("configuration");
    assertThat(configuration.text("description")).isEqualTo("too many");
    JsonFields metric = PutEventsEntries.objects(configuration, "metrics").get(0);
    assertThat(metric.object("metricStat").tree())
        .isEqualTo(
            map(
                "metric",
                map(
                    "namespace", "My",
                    "name", "Errors",
                    "dimensions", map("FunctionName", "orders")),
                "period",
                60,
                "stat",
                "Sum"));
    assertThat(metric.flag("returnData")).isTrue();
    assertThat(metric.text("id")).hasSize(36);
  }

  @Test
  void aCompositeAlarmEventHasItsRule() {
    cloudWatch.alarm("child");
    cloudWatch.call("PutCompositeAlarm", "AlarmName", "all", "AlarmRule", "ALARM(child)");
    fixture.clock.runTo(fixture.clock.instant());
    fixture.received.clear();
    cloudWatch.call(
        "SetAlarmState", "AlarmName", "child", "StateValue", "ALARM", "StateReason", "by hand");

    assertThat(event(1).object("detail").tree())
        .containsEntry("alarmName", "all")
        .containsEntry("configuration", map("alarmRule", "ALARM(child)"));
    assertThat(event(1).object("detail").object("state").text("reason")).contains("alarm:child");
  }

  @Test
  void settingTheSameStateAgainPublishesNothing() {
    cloudWatch.alarm("orders-errors");
    for (int i = 0; i < 2; i++) {
      cloudWatch.call(
          "SetAlarmState", "AlarmName", "orders-errors", "StateValue", "OK", "StateReason", "r");
    }
    fixture.clock.runTo(fixture.clock.instant());

    assertThat(fixture.received).hasSize(1);
  }
}
