package dev.coalmine.trigger;

import dev.coalmine.aws.Executions;
import dev.coalmine.aws.FailureKind;
import dev.coalmine.aws.PipelineJobs;
import dev.coalmine.document.Json;
import dev.coalmine.document.StateAnswer;
import dev.coalmine.text.JsonView;
import dev.coalmine.text.TextLimit;
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

  /** ARN of the action's execution; empty before there is one. */
  String execution();

  /** The message for people. */
  String says();

  /**
   * The release runs; CodePipeline checks again.
   *
   * @param percent the canary's weight, 0 to 99
   */
  record InProgress(String execution, String says, int percent) implements JobResult {
    public InProgress {
      says = TextLimit.cut(says, SUMMARY);
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
      says = TextLimit.cut(says, SUMMARY);
    }
  }

  /** The release was not promoted or not started. */
  record Failed(PipelineJobs.JobFailureType kind, String says, String execution)
      implements JobResult {
    public Failed {
      says = TextLimit.cut(says, MESSAGE);
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
   * The result for a failed call to AWS, or a failure of our own code.
   *
   * @param isStarted whether the execution is known to exist
   */
  static JobResult of(String execution, boolean isStarted, RuntimeException failure) {
    String known = isStarted ? execution : "";
    String says = failure.getClass().getSimpleName() + after(": ", failure.getMessage());
    return switch (FailureKind.of(failure)) {
      case PASSING -> new InProgress(execution, "could not read the release, retrying: " + says, 0);
      case RIGHTS -> new Failed(PipelineJobs.JobFailureType.PERMISSION_ERROR, says, known);
      case LASTING -> failed(known, says);
    };
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
