package dev.coalmine.aws;

import dev.coalmine.release.Outcome;
import java.time.Instant;
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
import software.amazon.awssdk.services.sfn.model.HistoryEvent;
import software.amazon.awssdk.services.sfn.model.InvalidArnException;
import software.amazon.awssdk.services.sfn.model.ListExecutionsRequest;
import software.amazon.awssdk.services.sfn.model.TaskDoesNotExistException;
import software.amazon.awssdk.services.sfn.model.TaskTimedOutException;

/** Executions of one state machine, each by its name. */
public final class Executions {
  /** A round of the workflow is five states; the last events of it show the document. */
  private static final int RECENT = 10;

  /** The most that a page may have (API reference, ListExecutions). */
  private static final int MOST_LISTED = 1_000;

  /** Events of a whole history that are fetched at once: many of them hold the release document. */
  private static final int PAGE = 500;

  private final SfnClient sfn;
  private final String workflow;

  /** Executions of the state machine with this ARN. */
  public Executions(SfnClient sfn, String workflow) {
    this.sfn = sfn;
    this.workflow = workflow;
  }

  /**
   * An execution that there is now.
   *
   * @param arn its ARN
   * @param alreadyExisted whether there was one of that name already, running with another input or
   *     ended; one that runs with the same input is answered like a new one
   */
  public record StartedExecution(String arn, boolean alreadyExisted) {}

  /**
   * How an execution stands.
   *
   * @param status the API's word: RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, or a newer one
   * @param error why it failed; empty if it did not
   * @param cause the same in a sentence; empty if it did not
   * @param output JSON, once it succeeded; else empty
   */
  public record ExecutionState(String status, String error, String cause, String output) {
    /** Whether it failed in a state of its own, which has looked after its targets. */
    public boolean isOwnFailure() {
      return Outcome.isOwn(error);
    }
  }

  /**
   * Starts an execution unless there is one of that name already, now or in the last 90 days.
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

  /** The ARN that an execution of that name has, whether or not there is one. */
  public String arn(String name) {
    return workflow.replaceFirst(":stateMachine:", ":execution:") + ":" + name;
  }

  /**
   * How an execution stands, or nothing where there is none. That is eventually consistent: one
   * that was started a moment ago may not be seen yet.
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
   * When an execution was ended from outside: by a person, a time-out, or a failure of the state
   * machine itself; nothing where it runs, ended as one of its own states says, or is not there.
   */
  public Optional<Instant> endedExternallyAt(String arn) {
    return describe(arn)
        .filter(found -> found.status() != ExecutionStatus.SUCCEEDED)
        .filter(found -> found.error() == null || !Outcome.isOwn(found.error()))
        .map(DescribeExecutionResponse::stopDate);
  }

  /**
   * The newest events of an execution, with the token that it waits for, if it does.
   *
   * @throws ExecutionDoesNotExistException if there is no such execution
   */
  public LatestEvents latestEvents(String arn) {
    return new LatestEvents(arn, newestFirst(arn));
  }

  private Iterator<HistoryEvent> newestFirst(String arn) {
    return sfn.getExecutionHistoryPaginator(
            get -> get.executionArn(arn).reverseOrder(true).maxResults(RECENT))
        .events()
        .iterator();
  }

  /**
   * Executions that run, the one that was started last first: a thousand at most, which is as many
   * as one call answers.
   */
  public List<ListedExecution> listRunning() {
    return list(list -> list.statusFilter(ExecutionStatus.RUNNING));
  }

  /** Executions that run or have ended; as many, in the same order. */
  public List<ListedExecution> listLatest() {
    return list(list -> {});
  }

  /**
   * An execution in a list.
   *
   * @param arn its ARN
   * @param status the API's word
   * @param startedAt when it was started
   * @param endedAt when it ended, if it has
   */
  public record ListedExecution(
      String arn, String status, Instant startedAt, Optional<Instant> endedAt) {
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
        .map(
            one ->
                new ListedExecution(
                    one.executionArn(),
                    one.statusAsString(),
                    one.startDate(),
                    Optional.ofNullable(one.stopDate())))
        .toList();
  }

  /**
   * An execution that has ended, from its end on.
   *
   * @throws IllegalStateException if its history shows no end
   */
  public EndedExecution ended(String arn) {
    return new EndedExecution(arn, newestFirst(arn));
  }

  /**
   * All events of an execution, the oldest first, fetched as they are read.
   *
   * @throws ExecutionDoesNotExistException if there is no such execution
   */
  public Stream<HistoryEvent> history(String arn) {
    return sfn
        .getExecutionHistoryPaginator(
            get -> get.executionArn(arn).includeExecutionData(true).maxResults(PAGE))
        .events()
        .stream();
  }

  /** The input of an execution, JSON; empty if Step Functions does not show it. */
  public String input(String arn) {
    return Objects.requireNonNullElse(
        sfn.describeExecution(get -> get.executionArn(arn)).input(), "");
  }

  /**
   * Answers the task that waits for this token.
   *
   * @param output JSON
   * @return whether it was still waiting
   */
  public boolean completeTask(String token, String output) {
    try {
      sfn.sendTaskSuccess(send -> send.taskToken(token).output(output));
      return true;
    } catch (TaskTimedOutException | TaskDoesNotExistException over) {
      return false;
    }
  }

  /**
   * ARNs of the executions that run and whose names begin so. That is eventually consistent, too.
   */
  public List<String> runningWithPrefix(String prefix) {
    return sfn
        .listExecutionsPaginator(
            list -> list.stateMachineArn(workflow).statusFilter(ExecutionStatus.RUNNING))
        .executions()
        .stream()
        .filter(one -> one.name().startsWith(prefix))
        .map(ExecutionListItem::executionArn)
        .toList();
  }

  /** Stops an execution that runs; nothing of its state machine runs after that. */
  public void stop(String arn, String error, String cause) {
    sfn.stopExecution(stop -> stop.executionArn(arn).error(error).cause(cause));
  }

  /** What the last states of an execution answered, JSON, newest first. */
  public List<String> latestOutputs(String arn) {
    return sfn
        .getExecutionHistory(get -> get.executionArn(arn).reverseOrder(true).maxResults(RECENT))
        .events()
        .stream()
        .map(HistoryEvent::stateExitedEventDetails)
        .filter(Objects::nonNull)
        .map(exited -> Objects.requireNonNullElse(exited.output(), ""))
        .filter(output -> !output.isEmpty())
        .toList();
  }
}
