package dev.coalmine.embedded.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.cloudwatch.alarm.AlarmStateValue;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Composite alarms follow their children. */
class CompositeAlarmsTest {
  private final CloudWatchFixture fixture = new CloudWatchFixture();

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
    assertRefused("unknown", () -> fixture.composite("x", "ALARM(unknown)"));
    assertRefused("itself", () -> fixture.composite("x", "ALARM(x)"));
    assertRefused("itself", () -> fixture.composite("c", "ALARM(d)"));
    assertRefused("depending", () -> fixture.call("DeleteAlarms", "AlarmNames", List.of("c")));
    assertRefused("another type", () -> fixture.composite("a", "TRUE"));
  }

  private static void assertRefused(String because, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            AwsError.class, e -> assertThat(e.code()).isEqualTo("ValidationError"))
        .hasMessageContaining(because);
  }
}
