package dev.coalmine.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an execution's end is told: scripts and pipelines rely on the exit codes. */
class OutcomeTest {
  @ParameterizedTest
  @CsvSource({
    "SUCCEEDED, '', PROMOTED, 0, false",
    "FAILED, RolledBack, ROLLED_BACK, 1, true",
    "FAILED, Refused, REFUSED, 2, true",
    "FAILED, Stuck, STUCK, 3, true",
    "FAILED, States.Runtime, STUCK, 3, false", // nobody knows what the targets serve
    "FAILED, '', STUCK, 3, false"
  })
  void anEndHasItsOutcome(
      String status, String error, Outcome outcome, int exitCode, boolean isOwn) {
    assertThat(Outcome.of(status, error)).contains(outcome);
    assertThat(outcome.exitCode()).isEqualTo(exitCode);
    assertThat(Outcome.isOwn(error)).isEqualTo(isOwn);
  }

  @ParameterizedTest
  @CsvSource({"RUNNING", "ABORTED", "TIMED_OUT"})
  void whatRunsOrWasStoppedHasNone(String status) {
    assertThat(Outcome.of(status, "")).isEmpty();
  }
}
