package dev.coalmine.report;

import dev.coalmine.release.Outcome;
import dev.coalmine.release.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The history of a release from the start of its execution to its end or to now.
 *
 * @param execution ARN
 * @param startedAt when the execution started
 * @param until its end, or the moment of the report
 * @param request the input of the execution, JSON
 * @param stateOutputs answers of handlers, oldest first
 * @param taskFailures failed tasks, those that were retried included, oldest first
 * @param end how it ended, if it has
 * @param usage what it used of AWS
 */
public record ReleaseHistory(
    String execution,
    Instant startedAt,
    Instant until,
    String request,
    List<StateOutput> stateOutputs,
    List<TaskFailure> taskFailures,
    Optional<ExecutionEnd> end,
    ResourceUsage usage) {

  public ReleaseHistory {
    stateOutputs = List.copyOf(stateOutputs);
    taskFailures = List.copyOf(taskFailures);
  }

  /**
   * The answer of a state's handler.
   *
   * @param at when the state was left
   * @param state the state's name
   * @param release the answer
   */
  public record StateOutput(Instant at, String state, Release release) {
    /** Whether it was a look. Only a look has new figures and a new verdict. */
    public boolean isAnalysis() {
      return state.equals("CheckAlarms");
    }
  }

  /**
   * A failed task: AWS or the called code failed.
   *
   * @param at when it failed
   * @param state the state's name
   * @param error the error's name
   * @param cause the error's message
   */
  public record TaskFailure(Instant at, String state, String error, String cause) {}

  /**
   * The end of an execution.
   *
   * @param at when it ended
   * @param status SUCCEEDED, FAILED, TIMED_OUT or ABORTED
   * @param error the error; empty if there is none
   * @param reason why it ended, in a sentence; may be empty
   */
  public record ExecutionEnd(Instant at, String status, String error, String reason) {

    /** The error of an execution that failed; empty if it ended otherwise. */
    public String failure() {
      return status.equals("FAILED") ? error : "";
    }

    /** The outcome; absent if the execution was ended from outside. */
    public Optional<Outcome> outcome() {
      return Outcome.of(status, error);
    }

    /** The reason, with an error that no state of the workflow ends with. */
    public String explanation() {
      if (error.isEmpty() || Outcome.isOwn(error)) {
        return reason;
      }
      return reason.isEmpty() ? error : error + ": " + reason;
    }

    /** The outcome, or the status if the execution was ended from outside. */
    public String outcomeWord() {
      return outcome().map(Outcome::name).orElse(status);
    }
  }

  /**
   * What a release used of AWS.
   *
   * @param transitions entered states and retries
   * @param invocations calls of functions, failed ones included
   * @param events events put on EventBridge's buses
   * @param ran total run time of the functions; zero on a virtual clock, which stands still during
   *     calls
   */
  public record ResourceUsage(int transitions, int invocations, int events, Duration ran) {}

  /** The latest document; absent if there was none. */
  public Optional<Release> latest() {
    return stateOutputs.isEmpty()
        ? Optional.empty()
        : Optional.of(stateOutputs.get(stateOutputs.size() - 1).release());
  }

  /** The release's name; the execution's name before Prepare has answered. */
  public String id() {
    return latest()
        .map(Release::id)
        .orElseGet(() -> execution.substring(execution.lastIndexOf(':') + 1));
  }

  /** The looks. */
  public List<StateOutput> analyses() {
    return stateOutputs.stream().filter(StateOutput::isAnalysis).toList();
  }
}
