package dev.coalmine.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.aws.Executions;
import dev.coalmine.aws.PipelineJobs.JobFailureType;
import dev.coalmine.document.StateAnswer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.services.sfn.model.SfnException;

/** What CodePipeline is told, by how the execution stands or what went wrong. */
class JobResultTest {
  private static final String RUN = "arn:aws:states:us-east-1:000000000000:execution:coalmine:run";

  @Test
  void aRunningReleaseGoesOnAndTellsItsWeight() {
    var latest =
        StateAnswer.of(
            "{\"latest\": {\"release\": {\"weight\": 10, \"reason\": \"canary 8 gets 10 %\"}}}");

    assertThat(JobResult.of(RUN, standing("RUNNING", "", ""), latest))
        .isEqualTo(new JobResult.InProgress(RUN, "canary 8 gets 10 %", 10));
  }

  @ParameterizedTest
  @CsvSource({"RUNNING", "PENDING_REDRIVE", "ANYTHING_NEW"})
  void whatHasNotEndedGoesOn(String status) {
    assertThat(
            JobResult.of(
                RUN,
                standing(status, "", ""),
                StateAnswer.of("{\"latest\": {\"release\": {\"weight\": 0}}}")))
        .isEqualTo(new JobResult.InProgress(RUN, "started", 0));
  }

  @Test
  void aPromotedOneThatIsWatchedIsNotDone() {
    var latest =
        StateAnswer.of("{\"latest\": {\"release\": {\"weight\": 100, \"reason\": \"promoted\"}}}");

    assertThat(JobResult.of(RUN, standing("RUNNING", "", ""), latest))
        .isEqualTo(new JobResult.InProgress(RUN, "promoted", 99));
  }

  @Test
  void aPromotedOneSucceedsWithItsOutcomeAsVariables() {
    String reason = "x".repeat(3_000);
    String output =
        "{\"outcome\": \"PROMOTED\", \"id\": \"orders-8\", \"reason\": \"%s\"}".formatted(reason);
    JobResult.Succeeded result =
        (JobResult.Succeeded)
            JobResult.of(
                RUN, new Executions.ExecutionState("SUCCEEDED", "", "", output), Optional.empty());

    assertThat(result.variables())
        .isEqualTo(
            Map.of("outcome", "PROMOTED", "id", "orders-8", "reason", "x".repeat(999) + "…"));
    assertThat(result.says()).startsWith("PROMOTED orders-8: xxx").hasSize(2_048);
    assertThat(result.execution()).isEqualTo(RUN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "FAILED | RolledBack | errors: 4 of 4 | RolledBack: errors: 4 of 4",
        "FAILED | Refused | 2 faults: a; b | Refused: 2 faults: a; b",
        "ABORTED | '' | '' | the execution was stopped from outside (ABORTED):"
            + " check the routing of its targets",
        "TIMED_OUT | States.Timeout | '' | the execution was stopped from outside (TIMED_OUT"
            + " States.Timeout): check the routing of its targets",
        "ABORTED | Ann | lunch | the execution was stopped from outside (ABORTED Ann: lunch):"
            + " check the routing of its targets",
      })
  void anyOtherEndFailsTheAction(String status, String error, String cause, String says) {
    assertThat(JobResult.of(RUN, standing(status, error, cause), Optional.empty()))
        .isEqualTo(new JobResult.Failed(JobFailureType.JOB_FAILED, says, RUN));
  }

  @Test
  void aLongCauseIsCutToWhatCodePipelineTakes() {
    assertThat(
            JobResult.of(RUN, standing("FAILED", "Stuck", "x".repeat(9_000)), Optional.empty())
                .says())
        .startsWith("Stuck: xxx")
        .hasSize(5_000);
  }

  @ParameterizedTest
  @CsvSource({
    "400, ThrottlingException",
    "503, ServiceUnavailable",
  })
  void aBusyAwsIsAskedAgain(int status, String code) {
    assertThat(JobResult.ofFailedStart(RUN, answer(status, code)))
        .isInstanceOf(JobResult.InProgress.class)
        .extracting(JobResult::says)
        .asString()
        .startsWith("could not start the release, retrying: SfnException: said so");
  }

  @Test
  void anAwsOutOfReachIsAskedAgainForEver() {
    assertThat(JobResult.ofFailedLook(RUN, 19, ApiCallTimeoutException.create(8_000)))
        .isInstanceOf(JobResult.InProgress.class)
        .extracting(result -> ((JobResult.InProgress) result).failedLooks())
        .isEqualTo(19);
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, PERMISSION_ERROR",
    "StateMachineDoesNotExist, JOB_FAILED",
  })
  void aRefusalFailsTheAction(String code, JobFailureType kind) {
    assertThat(((JobResult.Failed) JobResult.ofFailedStart(RUN, answer(400, code))).kind())
        .isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "AccessDeniedException, PERMISSION_ERROR",
    "StateMachineDoesNotExist, JOB_FAILED",
  })
  void aReleaseThatRunsIsNotSaidToHaveFailedBeforeTwentyRefusedLooks(
      String code, JobFailureType kind) {
    RuntimeException refused = answer(400, code);
    int looks = 0;
    JobResult result = JobResult.ofFailedLook(RUN, 0, refused);
    while (result instanceof JobResult.InProgress again) {
      looks++;
      result = JobResult.ofFailedLook(RUN, again.failedLooks(), refused);
    }

    assertThat(looks).isEqualTo(19);
    assertThat(((JobResult.Failed) result).kind()).isEqualTo(kind);
    assertThat(result.execution()).isEqualTo(RUN);
  }

  @Test
  void aFaultOfOurOwnFailsTheAction() {
    assertThat(JobResult.ofFailedStart(RUN, new IllegalStateException()))
        .isEqualTo(new JobResult.Failed(JobFailureType.JOB_FAILED, "IllegalStateException", ""));
  }

  private static RuntimeException answer(int status, String code) {
    return SfnException.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("said so").build())
        .build();
  }

  private static Executions.ExecutionState standing(String status, String error, String cause) {
    return new Executions.ExecutionState(status, error, cause, "");
  }
}
