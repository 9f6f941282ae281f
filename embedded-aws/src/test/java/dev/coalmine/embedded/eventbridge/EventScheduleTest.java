package dev.coalmine.embedded.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventScheduleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rate(1 minute)                 | 2026-01-01T12:00:30Z | 2026-01-01T12:01:30Z",
        "rate(5 minutes)                | 2026-01-01T12:00:00Z | 2026-01-01T12:05:00Z",
        "rate(2 hours)                  | 2026-01-01T12:00:00Z | 2026-01-01T14:00:00Z",
        "rate(1 day)                    | 2026-01-01T12:00:00Z | 2026-01-02T12:00:00Z",
        "cron(0 20 * * ? *)             | 2026-01-01T12:00:00Z | 2026-01-01T20:00:00Z",
        "cron(0 20 * * ? *)             | 2026-01-01T20:00:00Z | 2026-01-02T20:00:00Z",
        "cron(0/15 * * * ? *)           | 2026-01-01T12:15:00Z | 2026-01-01T12:30:00Z",
        "cron(5,35 14 * * ? *)          | 2026-01-01T14:06:00Z | 2026-01-01T14:35:00Z",
        "cron(0/5 8-17 ? * MON-FRI *)   | 2026-01-02T17:55:00Z | 2026-01-05T08:00:00Z",
        "cron(0 2 ? * SAT *)            | 2026-01-01T12:00:00Z | 2026-01-03T02:00:00Z",
        "cron(0 8 1 * ? *)              | 2026-01-01T12:00:00Z | 2026-02-01T08:00:00Z",
        "cron(0 0 29 FEB ? *)           | 2026-01-01T12:00:00Z | 2028-02-29T00:00:00Z",
      })
  void firesNext(String expression, Instant after, Instant next) {
    assertThat(EventSchedule.parse(expression).after(after)).contains(next);
  }

  @Test
  void pastYearsNeverFire() {
    EventSchedule schedule = EventSchedule.parse("cron(0/5 5 ? JAN * 2022)");

    assertThat(schedule.after(Instant.parse("2026-01-01T00:00:00Z"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rate(1 minutes)",
        "rate(10 minute)",
        "rate(10 seconds)",
        "rate(0 minutes)",
        "rate(10)",
        "rate( 10 minutes )",
        " rate(10 minutes)",
        "rate(10 MINUTES)",
        "cron(INVALID)",
        "cron(0 1 * * * *)",
        "cron(7 20 * * NOT *)",
        "cron(71 8 1 * ? *)",
        "cron(0 dummy ? * MON-FRI *)"
      })
  void refusesWhatPutRuleRefuses(String expression) {
    assertThatThrownBy(() -> EventSchedule.parse(expression))
        .hasMessage("Parameter ScheduleExpression is not valid.");
  }
}
