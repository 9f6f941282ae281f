package dev.coalmine.embedded.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
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
        "cron(15 10 ? * 6L *)           | 2026-01-01T12:00:00Z | 2026-01-30T10:15:00Z",
        "cron(15 10 ? * FRIL *)         | 2026-01-30T10:15:00Z | 2026-02-27T10:15:00Z",
        "cron(0 2 ? * SAT#3 *)          | 2026-01-01T12:00:00Z | 2026-01-17T02:00:00Z",
        "cron(0 2 ? * 3#2 *)            | 2026-01-01T12:00:00Z | 2026-01-13T02:00:00Z",
        "cron(0 2 ? * 5#5 *)            | 2026-01-30T12:00:00Z | 2026-04-30T02:00:00Z",
        "cron(0 2 ? * L *)              | 2026-01-01T12:00:00Z | 2026-01-03T02:00:00Z",
        "cron(0 2 L * ? *)              | 2026-02-01T12:00:00Z | 2026-02-28T02:00:00Z",
        "cron(0 2 LW * ? *)             | 2026-02-01T12:00:00Z | 2026-02-27T02:00:00Z",
        "cron(0 2 15W * ? *)            | 2026-02-01T12:00:00Z | 2026-02-16T02:00:00Z",
        "cron(0 2 1W AUG ? *)           | 2026-01-01T12:00:00Z | 2026-08-03T02:00:00Z",
        "cron(0 2 31W MAY ? *)          | 2026-01-01T12:00:00Z | 2026-05-29T02:00:00Z",
        "cron(0 2 31W * ? *)            | 2026-02-01T12:00:00Z | 2026-03-31T02:00:00Z",
        "cron(* * ? * SAT#3 *)          | 2026-01-17T23:59:00Z | 2026-02-21T00:00:00Z",
      })
  void firesNext(String expression, Instant after, Instant next) {
    assertThat(EventSchedule.parse(expression).after(after)).contains(next);
  }

  @Test
  void pastYearsNeverFire() {
    for (String past : List.of("cron(0/5 5 ? JAN * 2022)", "cron(15 10 ? * 6L 2002-2005)")) {
      assertThat(EventSchedule.parse(past).after(Instant.parse("2026-01-01T00:00:00Z"))).isEmpty();
    }
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
        "cron(0 dummy ? * MON-FRI *)",
        "cron(0 2 ? * 3#1,6#3 *)",
        "cron(0 2 ? * SAT#6 *)",
        "cron(0 2 ? * 8L *)",
        "cron(0 2 32W * ? *)",
        "cron(0 2 W * ? *)",
        "cron(L 2 1 * ? *)"
      })
  void refusesWhatPutRuleRefuses(String expression) {
    assertThatThrownBy(() -> EventSchedule.parse(expression))
        .hasMessage("Parameter ScheduleExpression is not valid.");
  }
}
