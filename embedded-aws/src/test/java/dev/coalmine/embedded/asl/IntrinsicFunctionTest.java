package dev.coalmine.embedded.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.embedded.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntrinsicFunctionTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          States.Format('{} and {}', $.s, 5) | "text and 5"
          States.Format('{}', $.o) | "{a=1, b=[1, 2]}"
          States.Format('{} {}', null, true) | "null true"
          States.Format('\\{\\} it\\'s \\\\ {}', $.n) | "{} it's \\\\ 1.5"
          States.Format($.template, 'x') | "<x>"
          States.StringToJson('[1, {"a": null}]') | [1,{"a":null}]
          States.StringToJson('') | null
          States.JsonToString($.o) | "{\\"a\\":1,\\"b\\":[1,2]}"
          States.Array() | []
          States.Array(1, 'a', null, true, $.o.b) | [1,"a",null,true,[1,2]]
          States.ArrayPartition($.list, 2) | [[1,2],[2,3]]
          States.ArrayPartition($.list, 3) | [[1,2,2],[3]]
          States.ArrayContains($.list, 3) | true
          States.ArrayContains($.list, '3') | false
          States.ArrayContains(States.Array($.o), $.o) | true
          States.ArrayRange(0, 10, 3) | [0,3,6,9]
          States.ArrayRange(3, 1, -1) | [3,2,1]
          States.ArrayGetItem($.list, 1) | 2
          States.ArrayLength($.list) | 4
          States.ArrayUnique($.list) | [1,2,3]
          States.Base64Encode('Data to encode') | "RGF0YSB0byBlbmNvZGU="
          States.Base64Decode('RGF0YSB0byBlbmNvZGU=') | "Data to encode"
          States.Hash('input data', 'MD5') | "812f45842bc6d66ee14572ce20db8e86"
          States.Hash('input data', 'SHA-1') | "aaff4a450a104cd177d28d18d74485e8cae074b7"
          States.Hash('input data', 'SHA-256') | "b4a697a057313163aee33cd8d40c66e9f0f177e00cac2de32475ffff6169c3e3"
          States.JsonMerge($.o, States.StringToJson('{"b":3,"c":4}'), false) | {"a":1,"b":3,"c":4}
          States.MathAdd(1.49, 1.5) | 3
          States.MathAdd(-1.5, 0) | -1
          States.MathAdd(-1.51, 0) | -2
          States.StringSplit('This.is+a,test=string', '.+,=') | ["This","is","a","test","string"]
          States.StringSplit(',,,,', ',') | []
          States.ArrayLength(States.StringSplit($.s, 'x')) | 2
          States.Format('{}', States.Format('{}', $.list[?(@ > 2)])) | "[3]"
          States.Format('{}', $['list'][0]) | "1"
          States.Format('{}-{}', $$.Execution.Name, States.ArrayGetItem($.o.b, 1)) | "run-1-2"
          """)
  void intrinsicFunctionsMatchStepFunctions(String call, String expected) {
    assertThat(evaluate(call)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          States.Format('{} {}', 1) | more placeholders than arguments
          States.Format('x', 1) | 0 placeholders but 1 arguments
          States.Format('{', 1) | a single '{' must be escaped with a backslash
          States.ArrayGetItem($.list, 4) | index 4 is outside an array of 4
          States.ArrayLength($.s) | argument 1 must be an array, not "text"
          States.ArrayRange(1, 9, 0) | step must not be 0
          States.ArrayRange(1, 1001, 1) | a range has at most 1000 items
          States.ArrayPartition($.list, 0) | chunk size 0 must be above 0
          States.Hash('a', 'CRC') | unknown hash algorithm CRC
          States.JsonMerge($.o, $.o, true) | only a shallow merge exists: argument 3 must be false
          States.MathAdd(9223372036854775807, 1) | number out of range
          States.MathRandom(5, 5) | 5 must be below 5
          """)
  void invalidArgumentsAreAnIntrinsicFailure(String call, String cause) {
    assertThat(evaluate(call))
        .isEqualTo(
            "States.IntrinsicFailure: The function '%s' had the following error: %s"
                .formatted(call, cause));
  }

  @Test
  void badJsonIsAnIntrinsicFailure() {
    assertThat(evaluate("States.StringToJson('{')"))
        .startsWith("States.IntrinsicFailure: ")
        .contains("not JSON");
  }

  @Test
  void aMissingArgumentIsARuntimeFailure() {
    assertThat(evaluate("States.Format('{}', $.nothing)"))
        .startsWith("States.Runtime: ")
        .contains("The JsonPath argument for the field '$.nothing' could not be found");
  }

  @Test
  void randomValuesComeFromTheSeed() {
    String call = "States.Format('{} {}', States.UUID(), States.MathRandom(0, 1000000))";
    assertThat(evaluate(call))
        .isEqualTo(evaluate(call))
        .matches("\"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12} \\d+\"");
    assertThat(evaluate("States.MathRandom(0, 1000000, 3)"))
        .isEqualTo(evaluate("States.MathRandom(0, 1000000, 3)"))
        .isNotEqualTo(evaluate("States.MathRandom(0, 1000000, 4)"));
  }

  @Test
  void errorTextFormatsAWholeObject() {
    String failure = "{\"failure\": {\"Error\": \"Stuck\", \"Cause\": \"\"}}";
    Execution execution =
        new InterpreterFixture()
            .run(
                InterpreterFixture.singleState(
                    """
                    {"Type": "Fail", "ErrorPath": "$.failure.Error",
                     "CausePath": "States.JsonToString($.failure)"}
                    """),
                failure);
    assertThat(execution.error()).isEqualTo("Stuck");
    assertThat(execution.cause()).isEqualTo("{\"Error\":\"Stuck\",\"Cause\":\"\"}");
  }

  private static String evaluate(String call) {
    String state =
        Json.toText(Map.of("Type", "Pass", "Parameters", Map.of("v.$", call), "End", true));
    String input =
        """
        {"s": "text", "n": 1.5, "o": {"a": 1, "b": [1, 2]}, "list": [1, 2, 2, 3],
         "template": "<{}>"}
        """;
    String output = InterpreterFixture.output(state, input);
    return output.startsWith("{\"v\":") ? output.substring(5, output.length() - 1) : output;
  }

  @Test
  void tenFunctionsMayBeNestedAndNoMore() {
    assertThat(evaluate("States.Array(".repeat(10) + ")".repeat(10))).endsWith("]");
    assertThatThrownBy(() -> evaluate("States.Array(".repeat(3_000) + ")".repeat(3_000)))
        .hasMessageContaining("more than 10 functions are nested");
  }
}
