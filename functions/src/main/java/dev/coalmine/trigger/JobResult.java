package dev.coalmine.trigger;

import dev.coalmine.aws.Executions;
import dev.coalmine.aws.FailureKind;
import dev.coalmine.aws.PipelineJobs;
import dev.coalmine.document.Json;
import dev.coalmine.document.StateAnswer;
import dev.coalmine.text.JsonView;
import dev.coalmine.text.TextLimit;
import dev.coalmine.text.VisibleText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The result of a CodePipeline job, within its limits (API reference, PutJobSuccessResult). */
sealed interface JobResult {
  /** In characters. */
  int SUMMARY = 2_048;

  /** In characters. */
  int MESSAGE = 5_000;

  /** All output variables of a pipeline share 122,880 characters. */
  int VARIABLE = 1_000;

  /**
   * After so many looks in a row that failed, the action fails: about ten minutes. Until then a
   * right that is granted late, or taken by mistake, does not tell a pipeline that its release
   * failed while it goes on.
   */
  int MOST_FAILED_LOOKS = 20;

  /** ARN of the action's execution; empty before there is one. */
  String execution();

  /** The message for people. */
  String says();

  /**
   * The release runs; CodePipeline checks again.
   *
   * @param percent the canary's weight, 0 to 99
   * @param failedLooks how many looks at the release have failed, other than in passing
   */
  record InProgress(String execution, String says, int percent, int failedLooks)
      implements JobResult {
    public InProgress {
      says = TextLimit.cut(VisibleText.of(says), SUMMARY);
    }

    InProgress(String execution, String says, int percent) {
      this(execution, says, percent, 0);
    }
  }

  /**
   * The release was promoted.
   *
   * @param variables for later actions
   */
  record Succeeded(String execution, String says, Map<String, String> variables)
      implements JobResult {
    public Succeeded {
      says = TextLimit.cut(VisibleText.of(says), SUMMARY);
    }
  }

  /** The release was not promoted or not started. */
  record Failed(PipelineJobs.JobFailureType kind, String says, String execution)
      implements JobResult {
    public Failed {
      says = TextLimit.cut(VisibleText.of(says), MESSAGE);
    }
  }

  /** The result for a request with faults: all of them. */
  static JobResult refused(List<String> faults) {
    return new Failed(
        PipelineJobs.JobFailureType.CONFIGURATION_ERROR,
        "UserParameters is not a valid release request: " + String.join("; ", faults),
        "");
  }

  /**
   * The result for an execution in its current state.
   *
   * @param latest the latest answer of its states, if it runs
   */
  static JobResult of(
      String execution, Executions.ExecutionState standing, Optional<StateAnswer> latest) {
    return switch (standing.status()) {
      case "SUCCEEDED" -> succeeded(execution, Json.readView(standing.output()));
      case "FAILED" -> failed(execution, standing.error() + after(": ", standing.cause()));
      case "TIMED_OUT", "ABORTED" ->
          failed(
              execution,
              "the execution was stopped from outside (%s%s%s): check the routing of its targets"
                  .formatted(
                      standing.status(),
                      after(" ", standing.error()),
                      after(": ", standing.cause())));
      default -> running(execution, latest);
    };
  }

  /**
   * The result for a failed start: a call to AWS, or our own code.
   *
   * @param execution its ARN, if it was started after all
   */
  static JobResult ofFailedStart(String execution, RuntimeException failure) {
    return FailureKind.of(failure) == FailureKind.PASSING
        ? new InProgress(execution, "could not start the release, retrying: " + text(failure), 0)
        : failed("", failure);
  }

  /**
   * The result for a failed look at a release that was started.
   *
   * @param failedLooks how many looks before this one failed in a row, other than in passing
   */
  static JobResult ofFailedLook(String execution, int failedLooks, RuntimeException failure) {
    boolean passing = FailureKind.of(failure) == FailureKind.PASSING;
    if (!passing && failedLooks >= MOST_FAILED_LOOKS - 1) {
      return failed(execution, failure);
    }
    String says = "could not read the release, retrying: " + text(failure);
    return new InProgress(execution, says, 0, passing ? failedLooks : failedLooks + 1);
  }

  private static JobResult failed(String execution, RuntimeException failure) {
    return FailureKind.of(failure) == FailureKind.RIGHTS
        ? new Failed(PipelineJobs.JobFailureType.PERMISSION_ERROR, text(failure), execution)
        : failed(execution, text(failure));
  }

  private static String text(RuntimeException failure) {
    return failure.getClass().getSimpleName() + after(": ", failure.getMessage());
  }

  private static JobResult succeeded(String execution, JsonView output) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String name : List.of("outcome", "id", "reason")) {
      variables.put(name, TextLimit.cut(text(output, name), VARIABLE));
    }
    return new Succeeded(
        execution,
        text(output, "outcome") + " " + text(output, "id") + ": " + text(output, "reason"),
        variables);
  }

  private static JobResult failed(String execution, String says) {
    return new Failed(PipelineJobs.JobFailureType.JOB_FAILED, says, execution);
  }

  /** Takes the progress from the release document; the first states have none yet. */
  private static JobResult running(String execution, Optional<StateAnswer> latest) {
    return latest
        .filter(answer -> !answer.reason().isEmpty())
        .map(answer -> new InProgress(execution, answer.reason(), Math.min(99, answer.weight())))
        .orElseGet(() -> new InProgress(execution, "started", 0));
  }

  private static String text(JsonView output, String name) {
    return String.valueOf(output.value(name).orElse(null));
  }

  /** The text behind a separator; nothing where there is no text. */
  static String after(String separator, String text) {
    return text == null || text.isEmpty() ? "" : separator + text;
  }
}
