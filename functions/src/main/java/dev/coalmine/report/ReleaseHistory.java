package dev.coalmine.report;

import dev.coalmine.release.Outcome;
import dev.coalmine.release.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A release as its execution's history tells it, from the start to its end or to now: all that a
 * picture of it is drawn from.
 *
 * @param execution ARN
 * @param startedAt when the execution started
 * @param until the moment up to which it is told: its end, or that of the telling
 * @param request what was asked for, as JSON
 * @param stateOutputs what its states answered, oldest first
 * @param taskFailures tasks that failed, were tried again or led elsewhere, oldest first
 * @param end how it ended, if it has
 * @param usage what it took
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
   * A state answered.
   *
   * @param at when
   * @param state the state's name
   * @param release what it answered
   */
  public record StateOutput(Instant at, String state, Release release) {
    /** Whether it was a look, which has new figures and a new judgement. */
    public boolean isAnalysis() {
      return state.equals("CheckAlarms");
    }
  }

  /**
   * A task failed, for AWS or for the code that it ran.
   *
   * @param at when
   * @param state the state's name
   * @param error its name
   * @param cause what it says
   */
  public record TaskFailure(Instant at, String state, String error, String cause) {}

  /**
   * How an execution ended.
   *
   * @param at when
   * @param status SUCCEEDED, FAILED, TIMED_OUT or ABORTED
   * @param error of one that did not succeed; else empty
   * @param reason why, in a sentence; empty if nobody says
   */
  public record ExecutionEnd(Instant at, String status, String error, String reason) {

    /** The error of an execution that failed; empty if it ended otherwise. */
    public String failure() {
      return status.equals("FAILED") ? error : "";
    }

    /** The outcome; nothing where it was ended from outside. */
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

    /** The outcome, or the API's word where it was ended from outside. */
    public String outcomeWord() {
      return outcome().map(Outcome::name).orElse(status);
    }
  }

  /**
   * What a release took of AWS.
   *
   * @param transitions states that were entered, and retries
   * @param invocations functions that were called, tries that failed included
   * @param events that were put on EventBridge's buses
   * @param ran for how long the functions ran together, as the history tells it; zero on a virtual
   *     clock, which stands still meanwhile
   */
  public record ResourceUsage(int transitions, int invocations, int events, Duration ran) {}

  /** The release as it stood last; nothing where it never got so far. */
  public Optional<Release> latest() {
    return stateOutputs.isEmpty()
        ? Optional.empty()
        : Optional.of(stateOutputs.get(stateOutputs.size() - 1).release());
  }

  /** The release's name; the execution's as long as it has none. */
  public String id() {
    return latest()
        .map(Release::id)
        .orElseGet(() -> execution.substring(execution.lastIndexOf(':') + 1));
  }

  /** The looks alone. */
  public List<StateOutput> analyses() {
    return stateOutputs.stream().filter(StateOutput::isAnalysis).toList();
  }
}
