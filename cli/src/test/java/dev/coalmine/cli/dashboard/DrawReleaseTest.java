package dev.coalmine.cli.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.aws.StepFunctions;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ParallelReleases;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.cli.testing.WidgetDriver;
import dev.coalmine.document.HistoryRecorder;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.lambda.FunctionState;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.report.ReleaseHistory;
import dev.coalmine.report.ReportPage;
import dev.coalmine.report.Theme;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The custom widget of a dashboard. */
@Timeout(300)
class DrawReleaseTest {
  private static final String DRAWS = Arns.function("coalmine-DrawReleaseFunction");

  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private static ParallelReleases releases() {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime());
    releases.after.disableRules();
    return releases;
  }

  private static String request(String function, String more) {
    return """
    {"function": "%s", "plan": {"steps": [{"weight": 10, "bake": "PT1H"}], "poll": "PT5M"},
     "gate": {"metrics": false}%s}\
    """
        .formatted(function, more);
  }

  /** One release that was rolled back and two that run. */
  private static ParallelReleases three() {
    ParallelReleases releases = releases();
    releases.start("gone", request("orders", "")).advance(Duration.ofSeconds(30));
    releases.answerTask("gone", message("ROLL_BACK", "support <b>calls</b> & \\\"more\\\""));
    releases.advance(Duration.ofMinutes(10));
    releases
        .start("one", request("billing", ", \"id\": \"billing-now\""))
        .advance(Duration.ofMinutes(1));
    releases.start("two", request("mail", "")).advance(Duration.ofSeconds(30));
    releases.answerTask("two", message("PAUSE", "lunch"));
    return releases.advance(Duration.ofSeconds(30));
  }

  private static String message(String command, String why) {
    return "{\"command\": \"%s\", \"by\": \"ann\", \"why\": \"%s\"}".formatted(command, why);
  }

  private static String shown(ParallelReleases releases, String event) {
    return WidgetDriver.draw(releases.world, event);
  }

  private static ReleaseHistory story(String name) {
    return recorder(name).history();
  }

  private static HistoryRecorder recorder(String name) {
    HistoryRecorder recorder = new HistoryRecorder(ParallelReleases.arn(name));
    StepFunctions.fromEnvironment("Test")
        .executions()
        .history(ParallelReleases.arn(name))
        .forEach(recorder::accept);
    return recorder;
  }

  @Test
  void askedToDescribeItselfItDoesNothingElse() {
    ParallelReleases releases = releases();

    assertThat(shown(releases, "{\"describe\": true, \"release\": \"gone\"}"))
        .startsWith("## Coalmine releases")
        .contains("``` yaml\nrelease: \"\"\nnewest: false\n```");
    assertThat(releases.calls).doesNotContainKeys("ListExecutions", "GetExecutionHistory");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"newest\": true}", "{\"release\": \" \"}", "[]", "{"})
  void withoutReleasesItSaysSo(String event) {
    assertThat(shown(releases(), event))
        .isEqualTo(
            "<h3>Running</h3><p>No release is running.</p><h3>Ended</h3><p>No release ended.</p>");
  }

  @Test
  void withoutParametersItListsWhatRunsAndWhatHasEnded() {
    ParallelReleases releases = three();
    String list = shown(releases, "{}");

    assertThat(list)
        .containsSubsequence(
            "<h3>Running</h3>",
            "<a>mail-12</a>",
            "<td>PAUSED</td><td>10 %</td>",
            "paused by ann: lunch",
            "<a>billing-now</a>",
            "<td>RUNNING</td><td>10 %</td>",
            "<h3>Ended</h3>",
            "<a>orders-8</a>",
            "<td>ROLLED_BACK: PERSON</td><td>0 %</td><td>2026-01-01T12:00:00Z</td>",
            "rolled back by ann: support ");
  }

  @Test
  void eachIsALinkThatCallsTheFunctionAgain() {
    assertThat(shown(three(), "{}"))
        .contains(
            "<a>billing-now</a><cwdb-action action=\"call\" display=\"widget\" event=\"click\""
                + " endpoint=\"%s\">{&quot;release&quot;:&quot;%s&quot;,&quot;newest&quot;:false}</cwdb-action>"
                    .formatted(DRAWS, ParallelReleases.arn("one")));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-01T12:00:00Z, 2026-01-01T12:05:00Z, true",
    "2026-01-01T12:00:10Z, 2026-01-01T12:00:20Z, true",
    "2026-01-01T12:05:00Z, 2026-01-01T12:11:00Z, false"
  })
  void thoseThatEndedAreThoseOfTheDashboardsTime(Instant from, Instant to, boolean listed) {
    String time = "\"start\": %d, \"end\": %d".formatted(from.toEpochMilli(), to.toEpochMilli());
    for (String range : new String[] {time, "\"start\": 1, \"end\": 2, \"zoom\": {" + time + "}"}) {
      String list = shown(three(), "{\"widgetContext\": {\"timeRange\": {" + range + "}}}");

      assertThat(list.contains("<a>orders-8</a>")).isEqualTo(listed);
      assertThat(list.contains("No release ended between " + from + " and " + to + "."))
          .isEqualTo(!listed);
      assertThat(list).contains("<a>mail-12</a>", "<a>billing-now</a>");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gone",
        "orders-8",
        "arn:aws:states:us-east-1:000000000000:execution:coalmine:gone"
      })
  void aReleaseIsDrawnAsInAnyOtherReport(String name) {
    ParallelReleases releases = three();

    assertThat(shown(releases, Json.toText(Map.of("release", name))))
        .startsWith(
            "<div class=\"cwdb-no-default-styles\"></div><p><a class=\"btn\""
                + " style=\"cursor:pointer;text-decoration:underline\">All releases</a><cwdb-action"
                + " ")
        .endsWith("</cwdb-action></p>" + ReportPage.fragment(story("gone"), Theme.AUTO));
  }

  @Test
  void theNewestIsTheOneThatRunsOrElseTheLast() {
    ParallelReleases releases = three();
    assertThat(shown(releases, "{\"newest\": true}"))
        .endsWith(ReportPage.fragment(story("two"), Theme.AUTO));

    releases.stop("two");
    releases.stop("one");
    releases.advance(Duration.ofSeconds(5));
    assertThat(shown(releases, "{\"newest\": true}"))
        .endsWith(ReportPage.fragment(story("two"), Theme.AUTO));
  }

  @ParameterizedTest
  @CsvSource({"light, LIGHT", "dark, DARK", "sepia, AUTO"})
  void itsColoursAreTheDashboards(String dashboard, Theme theme) {
    ParallelReleases releases = three();

    assertThat(
            shown(
                releases,
                "{\"release\": \"gone\", \"widgetContext\": {\"theme\": \"" + dashboard + "\"}}"))
        .endsWith(ReportPage.fragment(story("gone"), theme));
  }

  @Test
  void oneThatRunsIsToldUpToTheMomentOfTheDashboard() {
    ParallelReleases releases = three();
    Instant now = releases.clock.instant().plusSeconds(40);
    String range =
        "{\"release\": \"two\", \"widgetContext\": {\"timeRange\": {\"mode\": \"relative\","
            + " \"start\": 0, \"end\": %d}}}".formatted(now.toEpochMilli());

    assertThat(shown(releases, range))
        .endsWith(ReportPage.fragment(recorder("two").history(now), Theme.AUTO));
  }

  @Test
  void whatIsNotThereIsToldInThePlaceOfAPicture() {
    assertThat(shown(three(), "{\"release\": \"nobody\"}"))
        .startsWith("<p>Cannot show this: release nobody does not exist</p>")
        .contains("All releases");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:states:us-east-1:000000000000:execution:coalmine-stacks:orders",
        "arn:aws:states:us-east-1:000000000000:execution:other:orders",
        "arn:aws:lambda:us-east-1:000000000000:function:orders"
      })
  void executionsOfOtherWorkflowsAreNoneOfItsBusiness(String arn) {
    ParallelReleases releases = three();
    releases.calls.clear();

    assertThat(shown(releases, Json.toText(Map.of("release", arn))))
        .contains(arn + " is not an execution of this workflow");
    assertThat(releases.calls).doesNotContainKey("GetExecutionHistory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "orders' onclick='x",
        "a/../b",
        "\u0000\u2028",
        "näme with spaces"
      })
  void whateverSomebodyAsksForStaysText(String hostile) {
    String shown = shown(three(), Json.toText(Map.of("release", hostile)));

    assertThat(shown)
        .contains("Cannot show this: ")
        .doesNotContain("<script", "<img", "' onclick", "\u0000");
  }

  @Test
  void whatPeopleSaidStaysText() {
    assertThat(shown(three(), "{}"))
        .contains("support &lt;b&gt;calls&lt;/b&gt; &amp; &quot;more&quot;")
        .doesNotContain("<b>");
  }

  @Test
  void itHasNothingToSteerBy() {
    ParallelReleases releases = three();

    for (String event : new String[] {"{}", "{\"release\": \"two\"}", "{\"newest\": true}"}) {
      assertThat(shown(releases, event))
          .doesNotContain(
              "taskToken", releases.token("two"), "<form", "<input", "<script", "<iframe");
    }
  }

  @ParameterizedTest
  @CsvSource({"ListExecutions, {}", "GetExecutionHistory, '{\"release\": \"two\"}'"})
  void aMissingRightIsToldAsOne(String operation, String event) {
    ParallelReleases releases = three();
    releases.world.aws().faults().always(operation, StoppableRelease.DENIED);

    assertThat(shown(releases, event))
        .contains("Cannot show this: the function&#39;s role is not allowed to read the releases");
  }

  @Test
  void oneThatCannotBeReadDoesNotHideTheOthers() {
    ParallelReleases releases = three();
    releases.world.aws().faults().next("GetExecutionHistory", StoppableRelease.DENIED);

    assertThat(shown(releases, "{}"))
        .contains("<a>two</a>", "cannot be read: ", "<a>billing-now</a>", "<a>orders-8</a>");
  }

  @Test
  void ofManyItListsTenOfEither() {
    ParallelReleases releases = releases();
    releases.world.lambda().setVersionState("orders", "8", FunctionState.PENDING);
    for (int i = 0; i < 30; i++) {
      releases.start("r%03d".formatted(i), request("orders", ""));
    }
    releases.advance(Duration.ofSeconds(5));
    for (int i = 0; i < 15; i++) {
      releases.stop("r%03d".formatted(i));
    }
    releases.advance(Duration.ofSeconds(1));
    releases.calls.clear();
    String list = shown(releases, "{}");

    assertThat(list.split("<a>", -1)).hasSize(21);
    assertThat(list).contains("<a>r029</a>", "<a>r014</a>", "<td>ABORTED</td>");
    assertThat(releases.calls).containsEntry("ListExecutions", 1);
    assertThat(releases.calls.get("GetExecutionHistory")).isLessThanOrEqualTo(40);
  }

  @Test
  void aCallThatIsAnsweredOnlyAfterARetryIsNoFailure() {
    ParallelReleases releases = three();
    releases.world.aws().faults().next("ListExecutions", Fault.throttled());

    assertThat(shown(releases, "{}")).contains("<a>mail-12</a>");
  }
}
