package dev.coalmine.aws;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** The state machine's executions that have ended, and what their histories tell. */
public final class EndedExecutions {
  /** The most that a page may have. */
  private static final int EXECUTIONS = 1000;

  /** Ten pages; Step Functions forgets an execution 90 days after its end. */
  private static final long MOST = 10_000;

  /** Enough for the last document of an execution, unless its last task was tried again. */
  private static final int EVENTS = 10;

  private final SfnClient stepFunctions;
  private final String stateMachine;

  EndedExecutions(SfnClient stepFunctions, String stateMachine) {
    this.stepFunctions = stepFunctions;
    this.stateMachine = stateMachine;
  }

  /**
   * Wired from the environment, as in Lambda; calls are made in the name of this function.
   * COALMINE_WORKFLOW is the state machine's ARN. As with the SDK's own settings, a system property
   * comes first.
   */
  public static EndedExecutions fromEnvironment(String function) {
    String stateMachine =
        System.getProperty(
            "coalmine.workflow",
            Objects.requireNonNullElse(System.getenv("COALMINE_WORKFLOW"), ""));
    return new EndedExecutions(AwsClients.build(SfnClient.builder(), function), stateMachine);
  }

  /**
   * ARNs of the executions that failed, timed out or were aborted since then, the newest end first.
   * They are listed by their start, and a release may last a year, so all must be looked through.
   */
  public List<String> unsuccessfulSince(Instant moment) {
    return Stream.of(ExecutionStatus.FAILED, ExecutionStatus.TIMED_OUT, ExecutionStatus.ABORTED)
        .flatMap(this::list)
        .filter(one -> one.stopDate() != null && !one.stopDate().isBefore(moment))
        .sorted(Comparator.comparing(ExecutionListItem::stopDate).reversed())
        .map(ExecutionListItem::executionArn)
        .toList();
  }

  private Stream<ExecutionListItem> list(ExecutionStatus status) {
    return stepFunctions
        .listExecutionsPaginator(
            list -> list.stateMachineArn(stateMachine).statusFilter(status).maxResults(EXECUTIONS))
        .executions()
        .stream()
        .limit(MOST);
  }

  /**
   * An execution that has ended.
   *
   * @throws IllegalStateException if its history shows no end
   * @throws software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException if there is no
   *     such execution
   */
  public EndedExecution ended(String execution) {
    return new EndedExecution(
        execution,
        stepFunctions
            .getExecutionHistoryPaginator(
                get ->
                    get.executionArn(execution)
                        .reverseOrder(true)
                        .includeExecutionData(true)
                        .maxResults(EVENTS))
            .events()
            .iterator());
  }
}
