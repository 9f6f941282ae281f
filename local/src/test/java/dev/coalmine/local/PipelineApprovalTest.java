package dev.coalmine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.local.aws.PipelineAction;
import dev.coalmine.local.aws.PipelineEnd;
import dev.coalmine.local.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A pipeline's action whose release waits for people or for another release. */
@Timeout(300)
class PipelineApprovalTest {
  private static Laptop laptop;

  private final List<String> summaries = new ArrayList<>();
  private Crowd crowd;

  @BeforeAll
  static void open() throws IOException {
    laptop = new Laptop(Scenario.ROOT);
  }

  @AfterAll
  static void close() {
    laptop.close();
  }

  private PipelineAction begin(String parameters) {
    crowd
        .world
        .aws()
        .listen(
            (request, answer) -> {
              if (request.header("x-amz-target").endsWith(".PutJobSuccessResult")) {
                Map<String, Object> details =
                    Template.map(Json.object(request.body()).get("executionDetails"));
                summaries.add(String.valueOf(details.get("summary")));
              }
            });
    Map<String, Object> event =
        Json.object(
            Scenario.read(Scenario.ROOT.resolve("events/pipeline-job.json"))
                .getBytes(StandardCharsets.UTF_8));
    Map<String, Object> data =
        Template.map(Template.map(event.get("CodePipeline.job")).get("data"));
    Template.map(Template.map(data.get("actionConfiguration")).get("configuration"))
        .put("UserParameters", parameters);
    return crowd.world.pipelines().run(event);
  }

  private String release() {
    return crowd.names().stream().filter(name -> name.startsWith("pipeline")).findAny().orElse("");
  }

  private static String request(String more) {
    return """
        {"function": "orders", "plan": {"steps": [{"weight": 10, "bake": "PT1M"}]},
         "gate": {"metrics": false}, "watch": "PT0S", %s}"""
        .formatted(more);
  }

  @Test
  void theActionSaysThatItsReleaseWaitsForAPerson() {
    crowd = new Crowd(laptop);
    PipelineAction action = begin(request("\"approve\": [100]"));
    crowd.pass(Duration.ofHours(5));

    assertThat(action.end()).isNotDone();
    assertThat(summaries.get(summaries.size() - 1)).startsWith("waiting for approval of 100 %");
    crowd.tell(release(), "{\"command\": \"APPROVE\", \"by\": \"ann\"}");
    crowd.pass(Duration.ofMinutes(3));
    assertThat(action.end().join().kind()).isEqualTo(PipelineEnd.Kind.SUCCEEDED);
  }

  @Test
  void theActionSaysThatItsReleaseWaitsForAnother() {
    crowd = new Crowd(laptop).publishedTo(9);
    crowd.start("one", request("\"version\": \"8\"").replace("PT1M", "PT1H"));
    crowd.pass(Duration.ofSeconds(5));
    PipelineAction action = begin(request("\"version\": \"9\", \"ifBusy\": \"queue\""));
    crowd.pass(Duration.ofMinutes(30));

    assertThat(summaries.get(summaries.size() - 1))
        .isEqualTo("waiting: orders:live is being released by " + Crowd.arn("one"));
    crowd.pass(Duration.ofHours(1));
    assertThat(action.end().join().kind()).isEqualTo(PipelineEnd.Kind.SUCCEEDED);
  }

  /** The action's time is not the release's, which a person may still decide. */
  @Test
  void anApprovalThatLastsLongerThanADayOutlivesItsAction() {
    crowd = new Crowd(laptop);
    PipelineAction action = begin(request("\"approve\": [100], \"approvalTimeout\": \"P2D\""));
    crowd.pass(Duration.ofHours(25));

    assertThat(action.end().join().kind()).isEqualTo(PipelineEnd.Kind.TIMED_OUT);
    assertThat(crowd.state(release())).isEqualTo("Ask");
    crowd.tell(release(), "{\"command\": \"APPROVE\", \"by\": \"ann\"}");
    assertThat(crowd.untilAllEnd().ending(release())).startsWith("PROMOTED");
  }
}
