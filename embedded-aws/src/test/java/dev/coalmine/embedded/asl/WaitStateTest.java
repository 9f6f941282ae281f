package dev.coalmine.embedded.asl;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitStateTest {
  private static final String INPUT =
      """
      {"s": 90, "zero": 0, "t": "2026-01-31T08:01:00Z", "past": "2020-01-01T00:00:00.000Z",
       "local": "2026-01-31T08:01:00", "half": 1.5, "text": "90", "minus": -1,
       "ages": "2126-01-31T08:01:00Z", "long": 9999999999}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "Seconds": 5 | 5
          "Seconds": 0 | 0
          "SecondsPath": "$.s" | 90
          "SecondsPath": "$.zero" | 0
          "Timestamp": "2026-01-31T09:00:00+01:00" | 0
          "Timestamp": "2026-01-31T08:02:00Z" | 120
          "TimestampPath": "$.t" | 60
          "TimestampPath": "$.past" | 0
          """)
  void waitsAdvanceTheClock(String fields, int seconds) {
    Execution execution = wait(fields);
    assertThat(execution.stopDate())
        .contains(InterpreterFixture.START.plus(Duration.ofSeconds(seconds)));
    assertThat(execution.output()).isEqualTo(execution.input());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "SecondsPath": "$.half" | The SecondsPath parameter cannot be parsed as a long value: $.half == 1.5
          "SecondsPath": "$.text" | The SecondsPath parameter cannot be parsed as a long value: $.text == "90"
          "SecondsPath": "$.minus" | The SecondsPath parameter references a negative value: $.minus == -1
          "SecondsPath": "$.x" | The SecondsPath parameter does not reference an input value: $.x
          "SecondsPath": "$.long" | Wait state delay is too long.
          "TimestampPath": "$.ages" | Wait state delay is too long.
          "TimestampPath": "$.local" | The TimestampPath parameter does not reference a valid ISO-8601 extended offset date-time format string: $.local == 2026-01-31T08:01:00
          """)
  void badWaitsFailTheExecution(String fields, String cause) {
    Execution execution = wait(fields);
    assertThat(execution.error()).isEqualTo("States.Runtime");
    assertThat(execution.cause()).endsWith(" (entered at the event id #2). " + cause);
  }

  private static Execution wait(String fields) {
    return new InterpreterFixture()
        .run(
            InterpreterFixture.singleState("{\"Type\": \"Wait\", \"End\": true, " + fields + "}"),
            INPUT);
  }
}
