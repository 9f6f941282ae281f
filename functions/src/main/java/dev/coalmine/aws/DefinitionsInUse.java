package dev.coalmine.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/**
 * The definitions by which executions run. An execution keeps the definition that it started with,
 * even after an update of its state machine.
 */
public final class DefinitionsInUse {
  /**
   * The most executions of one run. Step Functions accepts 200 calls of
   * DescribeStateMachineForExecution at once, and one a second after that (its quotas).
   */
  private static final int MOST = 200;

  private final SfnClient stepFunctions;

  DefinitionsInUse(SfnClient stepFunctions) {
    this.stepFunctions = stepFunctions;
  }

  /**
   * Creates the client from the environment, as in Lambda.
   *
   * @param function the calling function, which CloudTrail shows in the user agent
   */
  public static DefinitionsInUse fromEnvironment(String function) {
    return new DefinitionsInUse(AwsClients.build(SfnClient.class, SfnClient.builder(), function));
  }

  /**
   * The definitions of some state machines and of their executions that run, or that could be
   * redriven, which Step Functions permits for 14 days after a failure.
   *
   * @param startedBefore later executions have the state machine's definition of today
   * @param endedSince when an execution that can still be redriven ended at the earliest
   * @return empty if there are too many executions to read
   */
  public Optional<Set<String>> read(
      List<String> stateMachines, Instant startedBefore, Instant endedSince) {
    Set<String> definitions = new LinkedHashSet<>();
    List<String> executions = new ArrayList<>();
    for (String machine : stateMachines) {
      executions(machine)
          .filter(one -> one.startDate().isBefore(startedBefore))
          .filter(one -> one.stopDate() == null || !one.stopDate().isBefore(endedSince))
          .map(ExecutionListItem::executionArn)
          .limit(MOST + 1L)
          .forEach(executions::add);
      definitions.add(
          stepFunctions.describeStateMachine(get -> get.stateMachineArn(machine)).definition());
    }
    if (executions.size() > MOST) {
      return Optional.empty();
    }
    executions.forEach(one -> definition(one).ifPresent(definitions::add));
    return Optional.of(definitions);
  }

  private Stream<ExecutionListItem> executions(String machine) {
    return Stream.of(
            ExecutionStatus.RUNNING,
            ExecutionStatus.FAILED,
            ExecutionStatus.TIMED_OUT,
            ExecutionStatus.ABORTED)
        .flatMap(
            status ->
                stepFunctions
                    .listExecutionsPaginator(
                        list -> list.stateMachineArn(machine).statusFilter(status).maxResults(1000))
                    .executions()
                    .stream());
  }

  private Optional<String> definition(String execution) {
    try {
      return Optional.of(
          stepFunctions
              .describeStateMachineForExecution(get -> get.executionArn(execution))
              .definition());
    } catch (ExecutionDoesNotExistException gone) {
      return Optional.empty();
    }
  }
}
