package dev.coalmine.cli.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ParallelReleases;
import dev.coalmine.cli.testing.PipelineEvents;
import dev.coalmine.embedded.codepipeline.PipelineAction;
import dev.coalmine.embedded.codepipeline.PipelineActionResult;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.text.JsonView;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An action of a pipeline whose release waits for people or for another release. */
@Timeout(300)
class PipelineApprovalTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private final List<String> summaries = new ArrayList<>();
  private ParallelReleases releases;

  private PipelineAction begin(String parameters) {
    releases
        .world
        .aws()
        .addCallListener(
            (request, answer) -> {
              if (request.header("x-amz-target").endsWith(".PutJobSuccessResult")) {
                Map<String, Object> details =
                    JsonView.of(Json.parseObject(request.body()).get("executionDetails")).map();
                summaries.add(String.valueOf(details.get("summary")));
              }
            });
    return releases.world.pipelines().run(PipelineEvents.withUserParameters(parameters));
  }

  private String release() {
    return releases.executionNames().stream()
        .filter(name -> name.startsWith("pipeline"))
        .findAny()
        .orElse("");
  }

  private static String request(String more) {
    return """
    {"function": "orders", "plan": {"steps": [{"weight": 10, "bake": "PT1M"}]},
     "gate": {"metrics": false}, "watch": "PT0S", %s}\
    """
        .formatted(more);
  }

  @Test
  void theActionSaysThatItsReleaseWaitsForAPerson() {
    releases = new ParallelReleases(LOCAL.runtime());
    PipelineAction action = begin(request("\"approve\": [100]"));
    releases.advance(Duration.ofHours(5));

    assertThat(action.result()).isNotDone();
    assertThat(summaries.get(summaries.size() - 1)).startsWith("waiting for approval of 100 %");
    releases.answerTask(release(), "{\"command\": \"APPROVE\", \"by\": \"ann\"}");
    releases.advance(Duration.ofMinutes(3));
    assertThat(action.result().join().status())
        .isEqualTo(PipelineActionResult.PipelineActionStatus.SUCCEEDED);
  }

  @Test
  void theActionSaysThatItsReleaseWaitsForAnother() {
    releases = new ParallelReleases(LOCAL.runtime()).publishUpTo(9);
    releases.start("one", request("\"version\": \"8\"").replace("PT1M", "PT1H"));
    releases.advance(Duration.ofSeconds(5));
    PipelineAction action = begin(request("\"version\": \"9\", \"ifBusy\": \"queue\""));
    releases.advance(Duration.ofMinutes(30));

    assertThat(summaries.get(summaries.size() - 1))
        .isEqualTo("waiting: orders:live is being released by " + ParallelReleases.arn("one"));
    releases.advance(Duration.ofHours(1));
    assertThat(action.result().join().status())
        .isEqualTo(PipelineActionResult.PipelineActionStatus.SUCCEEDED);
  }

  /** The action's timeout does not end the release, which a person may still approve. */
  @Test
  void anApprovalThatLastsLongerThanADayOutlivesItsAction() {
    releases = new ParallelReleases(LOCAL.runtime());
    PipelineAction action = begin(request("\"approve\": [100], \"approvalTimeout\": \"P2D\""));
    releases.advance(Duration.ofHours(25));

    assertThat(action.result().join().status())
        .isEqualTo(PipelineActionResult.PipelineActionStatus.TIMED_OUT);
    assertThat(releases.state(release())).isEqualTo("Ask");
    releases.answerTask(release(), "{\"command\": \"APPROVE\", \"by\": \"ann\"}");
    assertThat(releases.runUntilAllEnd().resultOf(release())).startsWith("PROMOTED");
  }
}
