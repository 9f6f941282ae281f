package dev.coalmine.cli.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The events that an execution sends, waits for and causes. */
class WorkflowEventsTest extends WiringFixture {
  @Test
  void aBakeIsWokenByItsToken() {
    start("{\"do\":\"bake\",\"seconds\":600}");
    passTo(100);
    Map<String, Object> event = payload(received.get(1));
    Map<String, Object> detail = JsonView.of(event.get("detail")).map();
    assertThat(received.get(1)).startsWith("0 Wake ");
    assertThat(event.get("resources")).isEqualTo(List.of(world.stateMachineArn(), executionArn()));
    assertThat(detail).containsEntry("execution", executionArn());

    call(
        "AWSStepFunctions.SendTaskSuccess",
        Map.of("taskToken", detail.get("token"), "output", "\"woken\""));
    passTo(100);

    assertThat(execution())
        .containsEntry("status", "SUCCEEDED")
        .containsEntry("output", "{\"do\":\"bake\",\"seconds\":600,\"wake\":\"woken\"}");
  }

  @Test
  void aBakeThatNobodyWakesEndsInTime() {
    start("{\"do\":\"bake\",\"seconds\":600}");
    passTo(599);
    assertThat(execution()).containsEntry("status", "RUNNING");
    passTo(600);

    assertThat(execution().get("output")).asString().contains("States.Timeout");
  }

  @Test
  void theTokenOfABakeStandsInTheHistory() {
    start("{\"do\":\"bake\",\"seconds\":600}");
    passTo(100);
    Object arn =
        JsonView.of(
                ((List<?>)
                        call(
                                "AWSStepFunctions.ListExecutions",
                                Map.of(
                                    "stateMachineArn",
                                    world.stateMachineArn(),
                                    "statusFilter",
                                    "RUNNING"))
                            .get("executions"))
                    .get(0))
            .map()
            .get("executionArn");
    List<?> events =
        (List<?>)
            call(
                    "AWSStepFunctions.GetExecutionHistory",
                    Map.of("executionArn", arn, "reverseOrder", true, "maxResults", 10))
                .get("events");

    assertThat(events)
        .extracting(event -> JsonView.of(event).map().get("type"))
        .startsWith("TaskSubmitted", "TaskStarted", "TaskScheduled", "TaskStateEntered");
    Map<String, Object> scheduled =
        JsonView.of(events.get(2)).object("taskScheduledEventDetails").map();
    Object token = JsonView.of(payload(received.get(1)).get("detail")).map().get("token");
    assertThat(scheduled)
        .containsEntry("resourceType", "events")
        .containsEntry("resource", "putEvents.waitForTaskToken")
        .containsEntry("timeoutInSeconds", 600);
    assertThat((String) scheduled.get("parameters")).contains(Json.toText(token));
  }

  @Test
  void aTaskThatPutsEventsHasTheirIds() {
    start(
        "{\"do\":\"tell\",\"entries\":[{\"Source\":\"a\",\"DetailType\":\"b\",\"Detail\":\"{}\"}]}");
    passTo(0);
    Map<String, Object> output =
        Json.parseObject(((String) execution().get("output")).getBytes(StandardCharsets.UTF_8));

    assertThat(output).containsOnlyKeys("Entries", "FailedEntryCount");
    assertThat(JsonView.of(((List<?>) output.get("Entries")).get(0)).map())
        .containsOnlyKeys("EventId");
  }

  @Test
  void aTaskWithAnEntryThatFailsFails() {
    start("{\"do\":\"tell\",\"entries\":[{\"DetailType\":\"b\",\"Detail\":{\"c\":1}}]}");
    passTo(0);

    assertThat(execution())
        .containsEntry("error", "EventBridge.FailedEntry")
        .containsEntry(
            "cause",
            "{\"Entries\":[{\"ErrorCode\":\"InvalidArgument\",\"ErrorMessage\":\"Parameter Source"
                + " is not valid. Reason: Source is a required argument.\"}],"
                + "\"FailedEntryCount\":1}");
  }

  @Test
  void aThrottledTaskIsTriedAgain() {
    world.aws().faults().next("PutEvents", Fault.throttled(), Fault.serviceError());
    start("{\"do\":\"tell\",\"entries\":[{\"Source\":\"a\",\"DetailType\":\"b\",\"Detail\":{}}]}");
    passTo(14);
    assertThat(execution()).containsEntry("status", "RUNNING");
    passTo(15);

    assertThat(execution()).containsEntry("status", "SUCCEEDED");
  }

  @ParameterizedTest
  @CsvSource({"nothing, SUCCEEDED", "fail, FAILED", "wait, TIMED_OUT"})
  void theEndOfAnExecutionIsTold(String what, String status) {
    start("{\"do\":\"" + what + "\"}");
    passTo(7200);
    List<String> changes = received.stream().filter(line -> line.contains("status")).toList();
    Map<String, Object> last = payload(changes.get(1));

    assertThat(changes).hasSize(2);
    assertThat(payload(changes.get(0)))
        .containsEntry("status", "RUNNING")
        .containsEntry("startDate", START.toEpochMilli())
        .containsEntry("stopDate", null);
    assertThat(last)
        .containsEntry("status", status)
        .containsEntry("executionArn", executionArn())
        .containsEntry("stateMachineArn", world.stateMachineArn())
        .containsEntry("name", "run")
        .containsEntry("input", "{\"do\":\"" + what + "\"}")
        .containsEntry("inputDetails", Map.of("included", true))
        .containsEntry("stopDate", START.plusSeconds(what.equals("wait") ? 7200 : 0).toEpochMilli())
        .containsEntry("output", what.equals("nothing") ? "{\"do\":\"nothing\"}" : null)
        .containsEntry("error", what.equals("fail") ? "Refused" : null)
        .containsEntry("cause", what.equals("fail") ? "as asked" : null);
  }

  @Test
  void anExecutionThatIsStoppedIsTold() {
    start("{\"do\":\"wait\"}");
    passTo(60);
    call(
        "AWSStepFunctions.StopExecution",
        Map.of("executionArn", executionArn(), "error", "Stopped", "cause", "by hand"));
    passTo(60);

    assertThat(payload(received.get(1)))
        .containsEntry("status", "ABORTED")
        .containsEntry("error", "Stopped")
        .containsEntry("cause", "by hand")
        .containsEntry("output", null);
  }
}
