package dev.coalmine.embedded.cloudwatch.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.protocol.AwsError;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlarmRuleTest {
  private static final Map<String, AlarmStateValue> STATES =
      Map.of(
          "a", AlarmStateValue.ALARM,
          "b", AlarmStateValue.OK,
          "c", AlarmStateValue.INSUFFICIENT_DATA,
          "with space", AlarmStateValue.ALARM,
          "say \"hi\"", AlarmStateValue.ALARM);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ALARM(a)                                    | true",
        "ALARM(\"a\")                                | true",
        "ALARM(\"with space\")                       | true",
        "ALARM(\"say \\\"hi\\\"\")                   | true",
        "ALARM(arn:aws:cloudwatch:r:1:alarm:a)       | true",
        "OK(a)                                       | false",
        "OK(b)                                       | true",
        "INSUFFICIENT_DATA(c)                        | true",
        "NOT ALARM(a)                                | false",
        "NOT NOT ALARM(a)                            | true",
        "ALARM(a) AND ALARM(b)                       | false",
        "ALARM(a) OR ALARM(b)                        | true",
        "TRUE                                        | true",
        "FALSE                                       | false",
        "ALARM(a) OR ALARM(b) AND ALARM(c)           | true",
        "(ALARM(a) OR ALARM(b)) AND ALARM(c)         | false",
        "NOT (ALARM(b) OR ALARM(c)) AND ( TRUE )     | true",
        "NOT ALARM(b) AND NOT ALARM(c)               | true",
      })
  void rulesAreEvaluated(String rule, boolean holds) {
    assertThat(new AlarmRule(rule).holds(STATES::get)).isEqualTo(holds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ALARM",
        "ALARM()",
        "ALARM(a",
        "a",
        "ALARM(a) ALARM(b)",
        "ALARM(a) AND",
        "(TRUE",
        "TRUE)",
        "NOT",
        "ALARM(a) XOR OK(b)",
        "alarm(a)"
      })
  void anythingElseIsRefused(String rule) {
    assertThatThrownBy(() -> new AlarmRule(rule))
        .isInstanceOfSatisfying(
            AwsError.class, e -> assertThat(e.code()).isEqualTo("ValidationError"));
  }

  @Test
  void everyChildIsNamedOnce() {
    AlarmRule rule = new AlarmRule("ALARM(a) OR OK(\"b\") OR NOT ALARM(arn:aws:x:y:1:alarm:a)");
    assertThat(rule.children()).containsExactly("a", "b");
  }
}
