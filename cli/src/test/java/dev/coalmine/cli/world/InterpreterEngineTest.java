package dev.coalmine.cli.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ParallelReleases;
import dev.coalmine.embedded.json.JsonView;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Executions of the interpreter as Step Functions' API shows them. */
class InterpreterEngineTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  /** Recorded: LocalStack's snapshots of AWS, test_stop_execution and test_state_fail_empty. */
  @Test
  void anEndWithoutErrorAndCauseHasEmptyDetails() {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    Map<String, Object> one = Map.of("executionArn", ParallelReleases.arn("one"));
    releases.start("one", "{\"function\": \"orders\"}").advance(Duration.ofSeconds(1));
    releases.callStepFunctions("StopExecution", one);

    JsonView last =
        new JsonView(
                releases.callStepFunctions(
                    "GetExecutionHistory",
                    Map.of(
                        "executionArn",
                        ParallelReleases.arn("one"),
                        "reverseOrder",
                        true,
                        "maxResults",
                        1)))
            .get("events")
            .items()
            .get(0);
    assertThat(last.get("type").text()).isEqualTo("ExecutionAborted");
    assertThat(last.object()).containsEntry("executionAbortedEventDetails", Map.of());
    assertThat(last.object()).containsEntry("previousEventId", 0);
    assertThat(releases.callStepFunctions("DescribeExecution", one))
        .containsEntry("redriveStatus", "REDRIVABLE")
        .doesNotContainKeys("error", "cause", "redriveStatusReason");
  }
}
