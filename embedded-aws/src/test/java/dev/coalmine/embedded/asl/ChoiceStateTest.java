package dev.coalmine.embedded.asl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChoiceStateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          StringEquals              | "a"    | "a"    | yes
          StringEquals              | "a"    | "b"    | no
          StringEquals              | 1      | "1"    | no
          StringLessThan            | "a"    | "b"    | yes
          StringLessThan            | "b"    | "b"    | no
          StringGreaterThan         | "b"    | "a"    | yes
          StringGreaterThan         | "B"    | "a"    | no
          StringLessThanEquals      | "b"    | "b"    | yes
          StringGreaterThanEquals   | "a"    | "b"    | no
          StringMatches             | "x.log" | "*.log" | yes
          StringMatches             | "xlog" | "*.log" | no
          StringMatches             | "a*b"  | "a\\\\*b" | yes
          StringMatches             | "axb"  | "a\\\\*b" | no
          StringMatches             | 5      | "*"    | no
          StringMatches             | ""     | "**"   | yes
          StringMatches             | "abab" | "*ab"  | yes
          StringMatches             | "abac" | "*ab"  | no
          StringMatches             | "a.b"  | "a?b"  | no
          StringMatches             | "ab\\\\" | "*\\\\\\\\" | yes
          NumericEquals             | 1      | 1.0    | yes
          NumericEquals             | "1"    | 1      | no
          NumericLessThan           | 1.5    | 2      | yes
          NumericGreaterThan        | 3000000000 | 2  | yes
          NumericGreaterThan        | 0.1    | 0.1    | no
          NumericLessThanEquals     | -1     | -1     | yes
          NumericGreaterThanEquals  | 2      | 3      | no
          BooleanEquals             | true   | true   | yes
          BooleanEquals             | true   | false  | no
          BooleanEquals             | "true" | true   | no
          TimestampEquals           | "2026-01-31T08:00:00Z" | "2026-01-31T09:00:00+01:00" | yes
          TimestampLessThan         | "2026-01-31T07:59:59.999Z" | "2026-01-31T08:00:00Z" | yes
          TimestampGreaterThan      | "2026-01-31T07:59:59Z" | "2026-01-31T08:00:00Z" | no
          TimestampLessThanEquals   | "2026-01-31T08:00:00Z" | "2026-01-31T08:00:00Z" | yes
          TimestampGreaterThanEquals| "yesterday" | "2026-01-31T08:00:00Z" | no
          IsNull                    | null   | true   | yes
          IsNull                    | 0      | true   | no
          IsNull                    | 0      | false  | yes
          IsPresent                 | null   | true   | yes
          IsPresent                 | 1      | false  | no
          IsString                  | ""     | true   | yes
          IsString                  | 1      | true   | no
          IsNumeric                 | 1.5    | true   | yes
          IsNumeric                 | "1"    | false  | yes
          IsBoolean                 | false  | true   | yes
          IsBoolean                 | null   | true   | no
          IsTimestamp               | "2026-01-31T08:00:00Z" | true | yes
          IsTimestamp               | "2026-01-31 08:00:00Z" | true | no
          IsTimestamp               | "2026-01-31T08:00:00"  | true | no
          """)
  void operatorsCompareAsStepFunctionsDoes(
      String operator, String value, String operand, String expected) {
    assertThat(choose("\"Variable\": \"$.v\", \"" + operator + "\": " + operand, value))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          StringEqualsPath             | "a" | "a" | yes
          StringLessThanPath           | "a" | "b" | yes
          StringGreaterThanPath        | "a" | "b" | no
          StringLessThanEqualsPath     | "a" | "a" | yes
          StringGreaterThanEqualsPath  | "a" | 1   | no
          NumericEqualsPath            | 1   | 1.0 | yes
          NumericLessThanPath          | 1   | 2   | yes
          NumericGreaterThanPath       | 1   | 2   | no
          NumericLessThanEqualsPath    | 1   | "1" | no
          NumericGreaterThanEqualsPath | 2   | 2   | yes
          BooleanEqualsPath            | true | true | yes
          TimestampEqualsPath             | "2026-01-31T08:00:00Z" | "2026-01-31T08:00:00.000Z" | yes
          TimestampLessThanPath           | "2026-01-31T08:00:00Z" | "2026-01-31T08:00:01Z" | yes
          TimestampGreaterThanPath        | "2026-01-31T08:00:00Z" | "2026-01-31T08:00:01Z" | no
          TimestampLessThanEqualsPath     | "2026-01-31T08:00:00Z" | "2026-01-31T08:00:00Z" | yes
          TimestampGreaterThanEqualsPath  | "2026-01-31T08:00:00Z" | "never" | no
          """)
  void pathOperatorsTakeTheOperandFromTheInput(
      String operator, String value, String operand, String expected) {
    String rule = "\"Variable\": \"$.v\", \"" + operator + "\": \"$.w\"";
    assertThat(choose(rule, value + ", \"w\": " + operand)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "And": [{"Variable": "$.v", "IsPresent": true}, {"Variable": "$.v", "NumericEquals": 1}] | 1 | yes
          "And": [{"Variable": "$.x", "IsPresent": true}, {"Variable": "$.x", "NumericEquals": 1}] | 1 | no
          "Or": [{"Variable": "$.v", "NumericEquals": 1}, {"Variable": "$.x", "NumericEquals": 1}] | 1 | yes
          "Or": [{"Variable": "$.v", "NumericEquals": 2}, {"Variable": "$.v", "NumericEquals": 3}] | 1 | no
          "Not": {"Variable": "$.v", "NumericEquals": 1} | 1 | no
          "Not": {"Variable": "$.v", "NumericEquals": 1} | 2 | yes
          "Variable": "$.x", "IsPresent": false | 1 | yes
          "Variable": "$$.State.Name", "StringEquals": "Choose" | 1 | yes
          """)
  void rulesCombineAndShortCircuit(String rule, String value, String expected) {
    assertThat(choose(rule, value)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"IsNull,true", "NumericEquals,1", "IsString,false"})
  void aMissingVariableFailsTheExecution(String operator, String operand) {
    assertThat(choose("\"Variable\": \"$.x\", \"" + operator + "\": " + operand, "1"))
        .isEqualTo(
            "States.Runtime: An error occurred while executing the state 'Choose' (entered at the"
                + " event id #2). Invalid path '$.x': The choice state's condition path references"
                + " an invalid value.");
  }

  @Test
  void noMatchWithoutDefaultIsNoChoiceMatched() {
    Execution execution =
        new InterpreterFixture()
            .run(
                """
                {"StartAt": "Choose", "States": {
                  "Choose": {"Type": "Choice", "Choices": [
                    {"Variable": "$.v", "NumericEquals": 1, "Next": "One"}]},
                  "One": {"Type": "Succeed"}}}
                """,
                "{\"v\": 2}");
    assertThat(execution.error()).isEqualTo("States.NoChoiceMatched");
  }

  private static String choose(String rule, String value) {
    Execution execution =
        new InterpreterFixture()
            .run(
                """
                {"StartAt": "Choose", "States": {
                  "Choose": {"Type": "Choice", "Choices": [{%s, "Next": "Yes"}], "Default": "No"},
                  "Yes": {"Type": "Pass", "Result": "yes", "End": true},
                  "No": {"Type": "Pass", "Result": "no", "End": true}}}
                """
                    .formatted(rule),
                "{\"v\": " + value + "}");
    return execution.status() == ExecutionStatus.SUCCEEDED
        ? (String) execution.output()
        : execution.error() + ": " + execution.cause();
  }

  @Test
  @org.junit.jupiter.api.Timeout(20)
  void manyStarsMatchInAShortTime() {
    String stars = "\"" + "*a".repeat(500) + "*b\"";
    assertThat(
            choose(
                "\"Variable\": \"$.v\", \"StringMatches\": " + stars,
                "\"" + "a".repeat(20_000) + "\""))
        .isEqualTo("no");
  }
}
