package dev.coalmine.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sfn.model.InvalidOutputException;

/** Task tokens take one result. */
class TaskTokenOperationsTest extends StepFunctionsFixture {
  @Test
  void taskAcceptsOneResult() {
    client.sendTaskHeartbeat(request -> request.taskToken("waiting"));
    client.sendTaskSuccess(request -> request.taskToken("waiting").output("{\"go\":true}"));
    assertThat(engine.reports).containsExactly("succeeded with {\"go\":true}");
    refused(
        () -> client.sendTaskHeartbeat(request -> request.taskToken("waiting")), "TaskTimedOut");
    refused(() -> client.sendTaskFailure(request -> request.taskToken("waiting")), "TaskTimedOut");
  }

  @Test
  void taskFailsWithErrorAndCause() {
    client.sendTaskFailure(request -> request.taskToken("waiting").error("No").cause("not today"));
    assertThat(engine.reports).containsExactly("failed with No: not today");
  }

  @Test
  void anErrorThatWasLeftOutIsNotAnEmptyOne() {
    client.sendTaskFailure(request -> request.taskToken("waiting"));
    assertThat(engine.reports).containsExactly("failed with null: null");
  }

  @Test
  void anEmptyErrorStays() {
    client.sendTaskFailure(request -> request.taskToken("waiting").error("").cause(""));
    assertThat(engine.reports).containsExactly("failed with : ");
  }

  @Test
  void aTextThatIsNoTokenIsAnInvalidToken() {
    refused(
        () -> client.sendTaskSuccess(request -> request.taskToken("garbage").output("1")),
        "InvalidToken");
    refused(() -> client.sendTaskFailure(request -> request.taskToken("x")), "InvalidToken");
    refused(() -> client.sendTaskHeartbeat(request -> request.taskToken("x")), "InvalidToken");
  }

  @Test
  void unknownTaskAndBadOutputAreRefused() {
    refused(
        () -> client.sendTaskSuccess(request -> request.taskToken("unknown").output("1")),
        "TaskDoesNotExist");
    refused(() -> client.sendTaskHeartbeat(request -> request.taskToken(" ")), "InvalidToken");
    assertThatExceptionOfType(InvalidOutputException.class)
        .isThrownBy(
            () -> client.sendTaskSuccess(request -> request.taskToken("waiting").output("{")));
    assertThat(engine.reports).isEmpty();
  }
}
