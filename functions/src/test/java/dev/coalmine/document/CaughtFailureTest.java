package dev.coalmine.document;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.text.JsonView;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each {@code $.failure} that a Catch can make, and some that none should make. */
class CaughtFailureTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          null | none
          {} | none
          {"published": true} | none
          {"Error": null, "Cause": null} | could not continue: a state failed without an error
          {"Error": "", "Cause": ""} | could not continue: a state failed without an error
          {"Error": null} | could not continue: a state failed without an error
          {"Cause": null} | could not continue: a state failed without an error
          {"Error": "Smoke", "Cause": null} | could not continue: Smoke
          {"Error": null, "Cause": "it burns"} | could not continue: it burns
          {"Error": "States.Timeout", "Cause": ""} | could not continue: States.Timeout
          {"Error": "States.Timeout"} | could not continue: States.Timeout
          {"Error": "States.TaskFailed", "Cause": "plain"} | could not continue: States.TaskFailed: plain
          {"Error": "Lambda.Unknown", "Cause": "no error type"} | could not continue: Lambda.Unknown: no error type
          {"Error": "software.amazon.awssdk.x.LambdaException", "Cause": ""} | could not continue: LambdaException
          {"Error": "com.acme.Outer$Inner", "Cause": ""} | could not continue: Outer$Inner
          {"Error": "E", "Cause": "{\\"errorMessage\\":\\"Rate\\",\\"errorType\\":\\"E\\"}"} | could not continue: E: Rate
          {"Error": "E", "Cause": "{\\"errorMessage\\":\\"\\"}"} | could not continue: E
          {"Error": "E", "Cause": "{\\"errorMessage\\":null}"} | could not continue: E: {"errorMessage":null}
          {"Error": "E", "Cause": "{\\"errorMessage\\":7}"} | could not continue: E: {"errorMessage":7}
          {"Error": "E", "Cause": "{\\"errorType\\":\\"E\\"}"} | could not continue: E: {"errorType":"E"}
          {"Error": "E", "Cause": "{\\"errorMess"} | could not continue: E: {"errorMess
          {"Error": "E", "Cause": "null"} | could not continue: E: null
          {"Error": "E", "Cause": "[]"} | could not continue: E: []
          {"Error": "E", "Cause": {"a": 1}} | could not continue: E
          {"Error": {}, "Cause": 5} | could not continue: a state failed without an error
          """)
  void everyFailureIsOneSentence(String failure, String sentence) {
    assertThat(
            CaughtFailure.of(JsonView.of(Json.readTree(failure)).map())
                .map(CaughtFailure::toSentence)
                .orElse("none"))
        .isEqualTo(sentence);
  }

  /** Who deploys over a claimed stage leaves this release's own mark there. */
  @ParameterizedTest
  @CsvSource({
    "RefusedException, coalmine arn:other, true",
    "LateRefusalException, coalmine arn:other, true",
    "RefusedException, coalmine arn:own, false",
    "RefusedException, by a person, false",
    "TargetMovedException, coalmine arn:other, false",
  })
  void aRaceIsLostToAnotherReleaseOnly(String error, String description, boolean lost) {
    CaughtFailure failure =
        new CaughtFailure(
            error, "stage api/prod was moved, described as \"%s\"".formatted(description));

    assertThat(failure.isLostToRelease("arn:own")).isEqualTo(lost);
  }
}
