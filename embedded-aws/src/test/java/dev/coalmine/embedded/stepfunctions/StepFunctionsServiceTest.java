package dev.coalmine.embedded.stepfunctions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.sfn.model.DescribeStateMachineResponse;
import software.amazon.awssdk.services.sfn.model.StateMachineListItem;

/** Machines, refusals and faults of Step Functions. */
class StepFunctionsServiceTest extends StepFunctionsFixture {
  @Test
  void machineIsDescribedAndListed() {
    DescribeStateMachineResponse machine =
        client.describeStateMachine(request -> request.stateMachineArn(MACHINE));
    assertThat(machine.definition()).isEqualTo("{\"StartAt\":\"A\"}");
    assertThat(machine.roleArn()).isEqualTo("arn:role");
    assertThat(machine.typeAsString()).isEqualTo("STANDARD");
    assertThat(machine.creationDate()).isEqualTo(clock.instant());
    assertThat(machine.loggingConfiguration().levelAsString()).isEqualTo("ALL");
    assertThat(machine.tracingConfiguration().enabled()).isFalse();
    assertThat(
            client
                .describeStateMachine(
                    request -> request.stateMachineArn(MACHINE).includedData("METADATA_ONLY"))
                .definition())
        .isEqualTo("{}");
    assertThat(client.listStateMachines().stateMachines())
        .extracting(StateMachineListItem::name)
        .containsExactly("coalmine");
  }

  @Test
  void requestOverAMebibyteIsRefused() {
    refused(() -> start("a", '"' + "x".repeat(1_100_000) + '"'), "ValidationException");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:states:us-east-1:000000000000:stateMachine:other, StateMachineDoesNotExist",
    "coalmine, InvalidArn"
  })
  void unknownMachineIsRefused(String arn, String code) {
    refused(() -> client.startExecution(request -> request.stateMachineArn(arn)), code);
    refused(() -> client.describeStateMachine(request -> request.stateMachineArn(arn)), code);
    refused(() -> client.listExecutions(request -> request.stateMachineArn(arn)), code);
  }

  @Test
  void unknownOperationIsRefusedAndRecorded() {
    refused(() -> client.listActivities(), "UnknownOperationException");
    assertThat(aws.permissionsByCaller())
        .containsEntry("", java.util.Set.of("states:ListActivities"));
  }

  @Test
  void clientRetriesAThrottledStart() {
    faults.next("StartExecution", Fault.throttled());
    start("a", "{}");
    assertThat(engine.started).hasSize(1);
  }

  @Test
  void lostAnswerOfAStartStartsOnce() {
    faults.next("StartExecution", Fault.lostResponse());
    start("a", "{}");
    assertThat(engine.started).hasSize(1);
  }
}
