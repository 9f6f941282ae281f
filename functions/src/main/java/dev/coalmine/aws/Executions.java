package dev.coalmine.aws;

import dev.coalmine.release.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.sfn.model.DescribeExecutionResponse;
import software.amazon.awssdk.services.sfn.model.ExecutionAlreadyExistsException;
import software.amazon.awssdk.services.sfn.model.ExecutionDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.ExecutionListItem;
import software.amazon.awssdk.services.sfn.model.ExecutionStatus;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.ListExecutionsRequest;
import software.amazon.awssdk.services.sfn.model.ListExecutionsResponse;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/** Executions of one state machine. */
public final class Executions {
  /** Newest events that contain the release document: a round of the workflow has five states. */
  private static final int RECENT = 10;

  /** The largest page of ListExecutions (API reference). */
  private static final int MOST_LISTED = 1_000;

  /** Events on a page of a whole history: many of them contain the release document. */
  private static final int PAGE = 500;

  private final SfnClient sfn;
  private final String workflow;

  /** Executions of the state machine with this ARN. */
  public Executions(SfnClient sfn, String workflow) {
    this.sfn = sfn;
    this.workflow = workflow;
  }

  /**
   * An execution that exists after a start.
   *
   * @param arn its ARN
   * @param alreadyExisted whether an execution of that name runs with another input, or has ended.
   *     One that runs with the same input counts as new: StartExecution answers the same
   */
  public record StartedExecution(String arn, boolean alreadyExisted) {}

  /**
   * The state of an execution.
   *
   * @param status as the API has it: RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, or a newer one
   * @param error the error name if it failed; otherwise empty
   * @param cause the cause if it failed; otherwise empty
   * @param output JSON if it succeeded; otherwise empty
   */
  public record ExecutionState(String status, String error, String cause, String output) {
    /** Whether a state of the workflow ended it, after it had handled the targets. */
    public boolean isOwnFailure() {
      return Outcome.isOwn(error);
    }
  }

  /**
   * Starts an execution unless one of that name runs or has ended in the last 90 days.
   *
   * @param name 1 to 80 characters
   * @param input JSON
   */
  public StartedExecution start(String name, String input) {
    try {
      return new StartedExecution(
          sfn.startExecution(start -> start.stateMachineArn(workflow).name(name).input(input))
              .executionArn(),
          false);
    } catch (ExecutionAlreadyExistsException there) {
      return new StartedExecution(arn(name), true);
    }
  }

  /** The ARN of an execution of that name, whether it exists or not. */
  public String arn(String name) {
    return workflow.replaceFirst(":stateMachine:", ":execution:") + ":" + name;
  }

  /**
   * The state of an execution; empty if there is none. DescribeExecution is eventually consistent:
   * it may not find an execution that was just started.
   */
  public Optional<ExecutionState> find(String arn) {
    return describe(arn)
        .map(
            found ->
                new ExecutionState(
                    found.statusAsString(),
                    Objects.requireNonNullElse(found.error(), ""),
                    Objects.requireNonNullElse(found.cause(), ""),
                    Objects.requireNonNullElse(found.output(), "")));
  }

  private Optional<DescribeExecutionResponse> describe(String arn) {
    try {
      return Optional.of(sfn.describeExecution(get -> get.executionArn(arn)));
    } catch (ExecutionDoesNotExistException | InvalidArnException none) {
      return Optional.empty();
    }
  }

  /**
   * When an execution was ended from outside: by StopExecution, a timeout, or an error that no
   * state caught. Empty if it runs, if a state of the workflow ended it, or if there is none.
   */
  public Optional<Instant> endedExternallyAt(String arn) {
    return describe(arn)
        .filter(found -> found.status() != ExecutionStatus.SUCCEEDED)
        .filter(found -> found.error() == null || !Outcome.isOwn(found.error()))
        .map(DescribeExecutionResponse::stopDate);
  }

  /**
   * The events of an execution, the newest first, fetched as they are read. Reading throws {@link
   * ExecutionDoesNotExistException} if there is no such execution.
   */
  public Iterator<HistoryEntry> newestFirst(String arn) {
    return sfn
        .getExecutionHistoryPaginator(
            get -> get.executionArn(arn).reverseOrder(true).maxResults(RECENT))
        .events()
        .stream()
        .map(HistoryEntry::of)
        .iterator();
  }

  /** Running executions, the latest start first: at most 1,000, the largest page of one call. */
  public List<ListedExecution> listRunning() {
    return list(list -> list.statusFilter(ExecutionStatus.RUNNING));
  }

  /** All running executions, the latest start first, a thousand with each call. */
  public List<ListedExecution> listAllRunning() {
    List<ListedExecution> all = new ArrayList<>();
    String next = null;
    do {
      String page = next;
      ListExecutionsResponse listed =
          sfn.listExecutions(
              list ->
                  list.stateMachineArn(workflow)
                      .statusFilter(ExecutionStatus.RUNNING)
                      .maxResults(MOST_LISTED)
                      .nextToken(page));
      listed.executions().stream().map(ListedExecution::of).forEach(all::add);
      next = listed.nextToken();
    } while (next != null);
    return all;
  }

  /** Executions that run or have ended, at most 1,000, the latest start first. */
  public List<ListedExecution> listLatest() {
    return list(list -> {});
  }

  /**
   * An execution in a list.
   *
   * @param arn its ARN
   * @param status as the API has it
   * @param startedAt its start
   * @param endedAt its end, if it has ended
   */
  public record ListedExecution(
      String arn, String status, Instant startedAt, Optional<Instant> endedAt) {
    private static ListedExecution of(ExecutionListItem one) {
      return new ListedExecution(
          one.executionArn(),
          one.statusAsString(),
          one.startDate(),
          Optional.ofNullable(one.stopDate()));
    }

    /** Its name. */
    public String name() {
      return arn.substring(arn.lastIndexOf(':') + 1);
    }
  }

  private List<ListedExecution> list(Consumer<ListExecutionsRequest.Builder> which) {
    return sfn
        .listExecutions(
            list -> list.stateMachineArn(workflow).maxResults(MOST_LISTED).applyMutation(which))
        .executions()
        .stream()
        .map(ListedExecution::of)
        .toList();
  }

  /**
   * All events of an execution, oldest first. Pages are fetched as the stream is read.
   *
   * @throws ExecutionDoesNotExistException if there is no such execution
   */
  public Stream<HistoryEntry> history(String arn) {
    return sfn
        .getExecutionHistoryPaginator(
            get -> get.executionArn(arn).includeExecutionData(true).maxResults(PAGE))
        .events()
        .stream()
        .map(HistoryEntry::of);
  }

  /** The JSON input of an execution; empty if Step Functions does not return it. */
  public String input(String arn) {
    return Objects.requireNonNullElse(
        sfn.describeExecution(get -> get.executionArn(arn)).input(), "");
  }

  /**
   * Completes the task that waits for this token.
   *
   * @param output JSON
   * @return whether the task was still waiting
   */
  public boolean completeTask(String token, String output) {
    try {
      sfn.sendTaskSuccess(send -> send.taskToken(token).output(output));
      return true;
    } catch (TaskTimedOutException | TaskDoesNotExistException over) {
      return false;
    }
  }

  /** ARNs of the running executions whose names have this prefix. Also eventually consistent. */
  public List<String> runningWithPrefix(String prefix) {
    return sfn
        .listExecutionsPaginator(
            list ->
                list.stateMachineArn(workflow)
                    .statusFilter(ExecutionStatus.RUNNING)
                    .maxResults(MOST_LISTED))
        .executions()
        .stream()
        .filter(one -> one.name().startsWith(prefix))
        .map(ExecutionListItem::executionArn)
        .toList();
  }

  /** Stops a running execution. No state of it, and no Catch, runs after that. */
  public void stop(String arn, String error, String cause) {
    sfn.stopExecution(stop -> stop.executionArn(arn).error(error).cause(cause));
  }

  /** The newest ten events of an execution, the newest first. */
  public Iterator<HistoryEntry> newestTen(String arn) {
    return sfn
        .getExecutionHistory(get -> get.executionArn(arn).reverseOrder(true).maxResults(RECENT))
        .events()
        .stream()
        .map(HistoryEntry::of)
        .iterator();
  }
}
