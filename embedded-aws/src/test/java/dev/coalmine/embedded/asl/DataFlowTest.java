package dev.coalmine.embedded.asl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.asl.expression.JsonTrees;
import dev.coalmine.embedded.json.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataFlowTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          | {"a":1}
          "InputPath": "$.a" | 1
          "InputPath": null | {}
          "OutputPath": "$.a" | 1
          "OutputPath": null | {}
          "InputPath": "$$.Execution.Name" | "run-1"
          "Result": 5 | 5
          "Result": 5, "ResultPath": "$.b" | {"a":1,"b":5}
          "Result": 5, "ResultPath": "$.a" | {"a":5}
          "Result": 5, "ResultPath": "$.b.c['d e']" | {"a":1,"b":{"c":{"d e":5}}}
          "Result": 5, "ResultPath": null | {"a":1}
          "Result": {"x.$": "$.a"}, "ResultPath": "$.b" | {"a":1,"b":{"x.$":"$.a"}}
          "InputPath": "$.a", "ResultPath": "$.b" | {"a":1,"b":1}
          "Parameters": {"x.$": "$.a", "y": [1, {"z.$": "$"}]} | {"x":1,"y":[1,{"z":{"a":1}}]}
          "Parameters": {"x.$": "$"}, "InputPath": "$.a", "ResultPath": "$.b" | {"a":1,"b":{"x":1}}
          "Parameters": {"n.$": "$$.State.Name", "t.$": "$$.State"} | {"n":"Only","t":{"Name":"Only","EnteredTime":"2026-01-31T08:00:00.000Z"}}
          "Parameters": {"t.$": "$$.State.EnteredTime"} | {"t":"2026-01-31T08:00:00.000Z"}
          "Parameters": {"i.$": "$$.Execution.Input.a", "m.$": "$$.StateMachine.Name"} | {"i":1,"m":"machine"}
          """)
  void dataFlowsThroughAPassState(String fields, String expected) {
    assertThat(InterpreterFixture.output(pass(fields), "{\"a\":1}")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          $                                | {"list":[{"n":1,"ok":true},{"n":2,"ok":false}],"o":{"a-b":null}}
          $.list[1].n                      | 2
          $['list'][0]['n']                | 1
          $.o.a-b                          | null
          $.list[*].n                      | [1,2]
          $.list[-1].n                     | 2
          $.list[?(@.ok == true)].n        | [1]
          $..n                             | [1,2]
          $.list.length()                  | 2
          $.list[0:1]                      | [{"n":1,"ok":true}]
          """)
  void pathsSelectValues(String path, String expected) {
    String input = "{\"list\":[{\"n\":1,\"ok\":true},{\"n\":2,\"ok\":false}],\"o\":{\"a-b\":null}}";
    assertThat(InterpreterFixture.output(pass("\"InputPath\": \"" + path + "\""), input))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "InputPath": "$.x" | Invalid path '$.x' : No results for path: $['x']
          "OutputPath": "$.a.b" | Invalid path '$.a.b' : No results for path: $['a']['b']
          "InputPath": "$.list[3]" | Invalid path '$.list[3]' : Missing property in path $['list']
          "Parameters": {"v.$": "$.x"} | The JSONPath '$.x' specified for the field 'v.$' could not be found in the input '{"a":1}'
          "Parameters": {"v.$": "$$.Task.Token"} | The JSONPath '$$.Task.Token' specified for the field 'v.$' could not be found in the input '{"a":1}'
          """)
  void whatIsNotThereFailsTheExecution(String fields, String cause) {
    assertThat(InterpreterFixture.output(pass(fields), "{\"a\":1}"))
        .isEqualTo(
            "States.Runtime: An error occurred while executing the state 'Only' (entered at the"
                + " event id #2). "
                + cause);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          "text"  | $.a
          5       | $.a
          [1]     | $.a
          {"a":1} | $.a.b
          {"a":[]}| $.a[0]
          null    | $.a
          """)
  void resultPathNeedsAnObject(String input, String path) {
    assertThat(
            InterpreterFixture.output(
                pass("\"Result\": 1, \"ResultPath\": \"" + path + "\""), input))
        .startsWith("States.ResultPathMatchFailure: ");
  }

  @Test
  void treesInTheHistoryNeverChange() {
    Execution execution =
        new InterpreterFixture()
            .run(
                """
                {"StartAt": "A", "States": {
                  "A": {"Type": "Pass", "Result": 1, "ResultPath": "$.o.a", "Next": "B"},
                  "B": {"Type": "Pass", "Result": 2, "ResultPath": "$.o.b", "End": true}}}
                """,
                "{\"o\": {}}");
    assertThat(execution.history().stream().filter(e -> !e.stateName().isEmpty()))
        .extracting(
            e -> Json.toText(e.detailTree().getOrDefault("input", e.detailTree().get("output"))))
        .containsExactly(
            "{\"o\":{}}", "{\"o\":{\"a\":1}}", "{\"o\":{\"a\":1}}", "{\"o\":{\"a\":1,\"b\":2}}");
  }

  @Test
  void stateDataHasAtMost256KiB() {
    String fits = "\"" + "x".repeat(JsonTrees.LIMIT - 2) + "\"";
    assertThat(InterpreterFixture.output(pass(""), fits)).hasSize(JsonTrees.LIMIT);
    assertThat(InterpreterFixture.output(pass("\"Parameters\": {\"v.$\": \"$\"}"), fits))
        .isEqualTo(
            "States.DataLimitExceeded: The state/task 'Only' returned a result with a size"
                + " exceeding the maximum number of bytes service limit.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"a":[1,2.50,null,true],"b":{}}
          "ä€\\uD83D\\uDE00\\n\\u0001\\\"\\\\/"
          []
          {"a":[[],[{}],""]}
          """)
  void sizesEqualTheJsonText(String json) {
    Object tree = Json.parse(json);
    assertThat(JsonTrees.bytes(tree, JsonTrees.LIMIT)).isEqualTo(Json.toBytes(tree).length);
  }

  private static String pass(String fields) {
    String more = fields == null || fields.isEmpty() ? "" : fields + ", ";
    return "{\"Type\": \"Pass\", " + more + "\"End\": true}";
  }
}
