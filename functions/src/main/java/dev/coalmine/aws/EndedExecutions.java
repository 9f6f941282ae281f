package dev.coalmine.aws;

import java.time.Instant;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;

/** The state machine's executions that have ended. */
public final class EndedExecutions {
  /** The largest page of ListExecutions. */
  private static final int EXECUTIONS = 1000;

  /** Ten pages. Step Functions deletes an execution 90 days after its end. */
  private static final long MOST = 10_000;

  /** Enough events for the last release document, unless the last task was retried often. */
  private static final int EVENTS = 50;

  private final SfnClient stepFunctions;
  private final String stateMachine;

  EndedExecutions(SfnClient stepFunctions, String stateMachine) {
    this.stepFunctions = stepFunctions;
    this.stateMachine = stateMachine;
  }

  /**
   * Creates the client from the environment, as in Lambda. COALMINE_WORKFLOW is the state machine's
   * ARN. As with the SDK's settings, a system property takes precedence: coalmine.workflow.
   *
   * @param function the calling function, which CloudTrail shows in the user agent
   */
  public static EndedExecutions fromEnvironment(String function) {
    String stateMachine = AwsClients.setting("coalmine.workflow", "COALMINE_WORKFLOW");
    return new EndedExecutions(
        AwsClients.build(SfnClient.class, SfnClient.builder(), function), stateMachine);
  }

  /** The same for a handler that seldom reads them: the client is built at its first call. */
  public static EndedExecutions whenUsed(String function) {
    String stateMachine = AwsClients.setting("coalmine.workflow", "COALMINE_WORKFLOW");
    return new EndedExecutions(
        AwsClients.whenUsed(SfnClient.class, SfnClient::builder, function), stateMachine);
  }

  /** ARNs of the executions that succeeded since then, the newest end first. */
  public List<String> successfulSince(Instant moment) {
    return since(moment, list(ExecutionStatus.SUCCEEDED));
  }

  /**
   * ARNs of the executions that failed, timed out or were aborted since then, the newest end first.
   * Step Functions lists executions by their start, and a release may last a year, so all pages are
   * read.
   */
  public List<String> unsuccessfulSince(Instant moment) {
    return since(
        moment,
        Stream.of(ExecutionStatus.FAILED, ExecutionStatus.TIMED_OUT, ExecutionStatus.ABORTED)
            .flatMap(this::list));
  }

  private static List<String> since(Instant moment, Stream<ExecutionListItem> ended) {
    return ended
        .filter(one -> one.stopDate() != null && !one.stopDate().isBefore(moment))
        .sorted(Comparator.comparing(ExecutionListItem::stopDate).reversed())
        .map(ExecutionListItem::executionArn)
        .toList();
  }

  /**
   * ARNs of the executions that run or have ended since then, the latest start first: those of one
   * page.
   */
  public Stream<String> activeSince(Instant moment) {
    return stepFunctions
        .listExecutions(list -> list.stateMachineArn(stateMachine).maxResults(EXECUTIONS))
        .executions()
        .stream()
        .filter(one -> one.stopDate() == null || one.stopDate().isAfter(moment))
        .map(ExecutionListItem::executionArn);
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
   * The events of an execution, the newest first, fetched as they are read. Reading throws {@link
   * software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException} if there is no such
   * execution.
   */
  public Iterator<HistoryEntry> newestFirst(String execution) {
    return stepFunctions
        .getExecutionHistoryPaginator(
            get ->
                get.executionArn(execution)
                    .reverseOrder(true)
                    .includeExecutionData(true)
                    .maxResults(EVENTS))
        .events()
        .stream()
        .map(HistoryEntry::of)
        .iterator();
  }
}
