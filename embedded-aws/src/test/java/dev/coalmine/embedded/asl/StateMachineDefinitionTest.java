package dev.coalmine.embedded.asl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.coalmine.embedded.json.Json;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateMachineDefinitionTest {
  @Test
  void commentsAreKept() {
    StateMachineDefinition machine =
        StateMachineDefinition.parse(
            """
            {"Comment": "All of it", "StartAt": "A", "States": {
              "A": {"Type": "Pass", "Comment": "First", "Next": "B"}, "B": {"Type": "Succeed"}}}
            """,
            resource -> false);
    assertThat(machine.comment()).isEqualTo("All of it");
    assertThat(machine.comment("A")).isEqualTo("First");
    assertThat(machine.comment("B")).isEmpty();
    assertThat(machine.startAt()).isEqualTo("A");
    assertThat(machine.stateNames()).containsExactly("A", "B");
    assertThatThrownBy(() -> machine.comment("C")).hasMessage("there is no state \"C\"");
  }

  @Test
  void aTreeLoadsLikeItsText() {
    Map<String, Object> tree =
        Map.of("StartAt", "A", "States", Map.of("A", Map.of("Type", "Succeed")));
    assertThat(StateMachineDefinition.of(tree, resource -> false).stateNames())
        .containsExactly("A");
  }

  @Test
  void allFaultsAreListedAtOnce() {
    DefinitionException refused =
        catchThrowableOfType(
            DefinitionException.class,
            () ->
                StateMachineDefinition.parse(
                    """
                    {"StartAt": "First", "Colour": "red", "Version": "2.0", "States": {
                      "First": {"Type": "Pass", "Next": "Gone"},
                      "Lost": {"Type": "Pass"},
                      "Work": {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage",
                        "TimeoutSeconds": 0, "HeartbeatSeconds": "5", "End": true, "Next": "First",
                        "Retry": [{"ErrorEquals": ["States.ALL"], "BackoffRate": 0.5},
                                  {"ErrorEquals": [], "MaxAttempts": -1, "Often": true}],
                        "Catch": [{"ErrorEquals": ["A", "States.ALL"]}]},
                      "Choose": {"Type": "Choice", "Choices": [
                        {"Variable": "$.v", "NumberEquals": 1, "Next": "First"},
                        {"Variable": "v", "IsNull": "yes", "Next": "First"}]},
                      "Pause": {"Type": "Wait", "Seconds": 1, "SecondsPath": "$.s", "End": true},
                      "Make": {"Type": "Pass", "Parameters": {"v.$": "States.Sum(1)"},
                        "ResultPath": "$..a", "End": true},
                      "Bad": {"Type": "Fail", "Error": "E", "ErrorPath": "$.e", "End": true}}}
                    """,
                    InterpreterFixture.INVOKE::equals));
    assertThat(refused.faults()).hasSizeGreaterThan(20);
    assertThat(refused)
        .hasMessage(
            """
            state "Lost": Next or End is missing
            state "Work": TimeoutSeconds must be a whole number from 1 to 99999999, not 0
            state "Work": HeartbeatSeconds must be a whole number from 1 to 99999999, not "5"
            state "Work": only one of Next and End is allowed
            state "Work": Resource arn:aws:states:::sqs:sendMessage is not implemented
            state "Work": Retry 1: States.ALL must be the only name in ErrorEquals, and only in the last entry
            state "Work": Retry 1: BackoffRate must be at least 1, not 0.5
            state "Work": Retry 2: ErrorEquals must be a non-empty array
            state "Work": Retry 2: MaxAttempts must be a whole number from 0 to 99999999, not -1
            state "Work": Retry 2: field Often is not implemented
            state "Work": Catch 1: States.ALL must be the only name in ErrorEquals, and only in the last entry
            state "Work": Catch 1: Next is missing
            state "Choose": choice 1: comparison operator NumberEquals is not implemented
            state "Choose": choice 2: Variable: path "v" does not start with $
            state "Choose": choice 2: IsNull must be true or false, not "yes"
            state "Pause": only one of Seconds, SecondsPath is allowed
            state "Make": Parameters: intrinsic function States.Sum is not implemented
            state "Make": ResultPath must be a reference path such as $.result, not "$..a"
            state "Bad": only one of Error, ErrorPath is allowed
            state "Bad": field End is not implemented
            state machine: Version must be "1.0", not "2.0"
            state machine: field Colour is not implemented
            state "First" leads to "Gone", which does not exist
            state "Lost": no state leads to it
            state "Work": no state leads to it
            state "Choose": no state leads to it
            state "Pause": no state leads to it
            state "Make": no state leads to it
            state "Bad": no state leads to it\
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"Type": "Map", "End": true} | state type Map is not implemented
          {"Type": "Parallel", "End": true} | state type Parallel is not implemented
          {"End": true} | Type is missing
          5 | must be an object\\nstate "Only": Type is missing
          {"Type": "Pass", "QueryLanguage": "JSONata", "End": true} | QueryLanguage JSONata is not implemented
          {"Type": "Pass", "Assign": {}, "End": true} | field Assign is not implemented
          {"Type": "Pass", "Output": 1, "End": true} | field Output is not implemented
          {"Type": "Pass", "ResultSelector": {}, "End": true} | field ResultSelector is not implemented
          {"Type": "Pass", "InputPath": "$.[", "End": true} | InputPath: path "$.[" is not a JSONPath
          {"Type": "Pass", "Parameters": {"a.$": 5}, "End": true} | Parameters: field "a.$" must be a path or an intrinsic function, not 5
          {"Type": "Pass", "Parameters": {"a.$": "b"}, "End": true} | Parameters: "b" must be a path or an intrinsic function
          {"Type": "Pass", "Parameters": {"a": 1, "a.$": "$"}, "End": true} | Parameters: field "a" appears twice
          {"Type": "Pass", "Parameters": {"a.$": "States.ArrayLength()"}, "End": true} | Parameters: States.ArrayLength takes 1 to 1 arguments, not 0
          {"Type": "Pass", "Parameters": {"a.$": "States.Format('x"}, "End": true} | Parameters: intrinsic function "States.Format('x": expected a closing ' at character 17
          {"Type": "Pass", "Parameters": {"a.$": "States.UUID() x"}, "End": true} | Parameters: intrinsic function "States.UUID() x": text follows the call at character 15
          {"Type": "Wait", "End": true} | Seconds, SecondsPath, Timestamp or TimestampPath is missing
          {"Type": "Wait", "Timestamp": "soon", "End": true} | Timestamp must be a time such as 2026-01-31T08:00:00Z, not "soon"
          {"Type": "Choice", "Choices": []} | Choices must be a non-empty array
          {"Type": "Choice", "Choices": [{"Variable": "$.v", "Next": "Only"}]} | choice 1: exactly one comparison operator is required, not []
          {"Type": "Choice", "Choices": [{"Variable": "$.v", "StringMatchesPath": "$", "Next": "Only"}]} | choice 1: comparison operator StringMatchesPath is not implemented
          {"Type": "Choice", "Choices": [{"And": [], "Next": "Only"}]} | choice 1: And must be a non-empty array
          {"Type": "Choice", "Choices": [{"Not": {"Variable": "$.v", "IsNull": true, "Next": "Only"}, "Next": "Only"}]} | choice 1: Not: exactly one comparison operator is required, not [IsNull, Next]
          {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true, "TimeoutSeconds": 5, "HeartbeatSeconds": 5} | HeartbeatSeconds must be below TimeoutSeconds, not 5
          {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true, "Retry": [{"ErrorEquals": ["States.Whatever"]}]} | Retry 1: ErrorEquals: States.Whatever is not an error name
          {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true, "Retry": [{"ErrorEquals": ["A"], "JitterStrategy": "SOME"}]} | Retry 1: JitterStrategy must be FULL or NONE, not "SOME"
          {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true, "Retry": [{"ErrorEquals": ["A"], "IntervalSeconds": 9, "MaxDelaySeconds": 9}]} | Retry 1: MaxDelaySeconds must be above IntervalSeconds, not 9
          {"Type": "Task", "End": true} | Resource is missing
          """)
  void unsupportedFeaturesAreRefusedByName(String state, String fault) {
    assertThatThrownBy(
            () ->
                StateMachineDefinition.parse(
                    InterpreterFixture.singleState(state), InterpreterFixture.INVOKE::equals))
        .isInstanceOf(DefinitionException.class)
        .hasMessageStartingWith("state \"Only\": " + fault.replace("\\n", "\n"));
  }

  @Test
  void aStateOfAnUnknownTypeIsTheOnlyFault() {
    assertThatThrownBy(
            () ->
                StateMachineDefinition.parse(
                    """
                    {"StartAt": "A", "States": {
                      "A": {"Type": "Pass", "Next": "B"},
                      "B": {"Type": "Parallel", "Next": "C"},
                      "C": {"Type": "Succeed"}}}
                    """,
                    resource -> false))
        .hasMessage("state \"B\": state type Parallel is not implemented");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"StartAt": "A"} | state machine: States: must be an object
          {"States": {"A": {"Type": "Succeed"}}} | state machine: StartAt is missing
          {"StartAt": "B", "States": {"A": {"Type": "Succeed"}}} | state machine: StartAt leads to "B", which does not exist
          {"StartAt": "A", "QueryLanguage": "JSONata", "States": {"A": {"Type": "Succeed"}}} | state machine: QueryLanguage JSONata is not implemented
          {"StartAt": "A", "TimeoutSeconds": 0, "States": {"A": {"Type": "Succeed"}}} | state machine: TimeoutSeconds must be a whole number from 1 to 99999999, not 0
          [] | state machine: must be an object
          {"StartAt": | not JSON
          """)
  void aTreeThatIsNoMachineIsRefused(String definition, String fault) {
    assertThatThrownBy(() -> StateMachineDefinition.parse(definition, resource -> false))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining(fault);
  }

  @Test
  void aLongNameIsRefused() {
    String name = "n".repeat(81);
    String definition =
        Json.toText(Map.of("StartAt", name, "States", Map.of(name, Map.of("Type", "Succeed"))));
    assertThatThrownBy(() -> StateMachineDefinition.parse(definition, resource -> false))
        .hasMessageEndingWith("its name is longer than 80 characters");
  }
}
