package dev.coalmine.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.cli.testing.StoppableRelease.SampleRequest;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.json.Json;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A redriven release starts from what is, and ends with the truth. */
class RedriveTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private static Map<String, Object> call(
      StoppableRelease play, String operation, Map<String, Object> more) {
    WireRequest request = WireRequest.awsJson("AWSStepFunctions." + operation, more);
    return Json.parseObject(play.rehearsal.world().aws().handle(request).body());
  }

  private static String redrive(StoppableRelease play) {
    Map<String, Object> which = Map.of("executionArn", play.execution);
    assertThat(call(play, "RedriveExecution", which)).containsKey("redriveDate");
    play.advance(Duration.ofHours(1));
    Map<String, Object> end = call(play, "DescribeExecution", which);
    assertThat(end).containsEntry("redriveCount", 1);
    return end.get("status") + " " + end.getOrDefault("error", "");
  }

  @ParameterizedTest
  @CsvSource({
    "ALIAS, Bake, 1",
    "ALIAS, CheckAlarms, 1",
    "ALIAS, ShiftWeight, 2",
    "ALIAS, Promote, 1",
    "ALIAS, Watch, 1",
    "ALIAS, TellPromoted, 1",
    "AT_ONCE, Watch, 1",
    "AT_ONCE, TellPromoted, 1",
    "STAGE, Bake, 1",
    "STAGE, Watch, 1",
    "STAGE, TellPromoted, 1",
    "STAGE_AND_ALIAS, Bake, 1",
    "STAGE_AND_ALIAS, TellPromoted, 1"
  })
  void aReleaseThatWasRestoredEndsAsRolledBackAndMovesNothing(
      SampleRequest kind, String state, int visit) {
    StoppableRelease play =
        StoppableRelease.stoppedIn(LOCAL.runtime(), kind.request(false), state, visit).run();
    play.restore();
    assertThat(play.targets.read()).isEqualTo(play.before);

    assertThat(redrive(play)).isEqualTo("FAILED RolledBack");
    assertThat(play.targets.read()).isEqualTo(play.before);
  }

  /** No other execution enters these states; PermissionContractTest leaves them out. */
  @ParameterizedTest
  @CsvSource({"Bake, CheckRestored", "TellPromoted, ReadAgain", "TellPromoted, AwaitReadAgain"})
  void redrivenReleasesLookAtWhatIs(String stoppedIn, String entered) {
    StoppableRelease play =
        StoppableRelease.stoppedIn(
                LOCAL.runtime(), SampleRequest.ALIAS.request(false), stoppedIn, 1)
            .run();
    play.restore();
    redrive(play);
    assertThat(
            call(
                    play,
                    "GetExecutionHistory",
                    Map.of("executionArn", play.execution, "reverseOrder", true))
                .toString())
        .contains("name=" + entered);
  }

  @ParameterizedTest
  @CsvSource({
    "ALIAS, Prepare, 1",
    "ALIAS, ShiftWeight, 1",
    "ALIAS, Bake, 1",
    "ALIAS, Watch, 1",
    "ALIAS, TellPromoted, 1",
    "STAGE, Claim, 1",
    "STAGE, Bake, 1",
    "STAGE, TellPromoted, 1"
  })
  void aReleaseWhoseTargetsAreAsItLeftThemGoesOn(SampleRequest kind, String state, int visit) {
    StoppableRelease play =
        StoppableRelease.stoppedIn(LOCAL.runtime(), kind.request(false), state, visit).run();

    assertThat(redrive(play)).isEqualTo("SUCCEEDED ");
    assertThat(play.targets.read()).isNotEqualTo(play.before);
    assertThat(play.sweep().list("restored")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ALIAS, Bake", "ALIAS, Watch", "AT_ONCE, Watch"})
  void whatSomeoneElseMovedIsLeftToAPerson(SampleRequest kind, String state) {
    StoppableRelease play =
        StoppableRelease.stoppedIn(LOCAL.runtime(), kind.request(false), state, 1).run();
    play.restore();
    play.targets.moveAlias("6");
    Map<String, Object> theirs = play.targets.read();

    redrive(play);
    assertThat(play.targets.read()).isEqualTo(theirs);
  }
}
