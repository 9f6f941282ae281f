package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.ParallelReleases;
import dev.coalmine.cli.testing.StopEvents;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.embedded.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A promoted release can be reverted if all targets are as it left them. */
@Timeout(300)
class RevertTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private static String revert(String arn) {
    return "{\"revert\": \"%s\", \"by\": \"ann\", \"why\": \"calls from Ohio\"}".formatted(arn);
  }

  private static final String REVERT = revert(ParallelReleases.arn("one"));
  private static final String NEXT =
      StoppableRelease.SampleRequest.ALIAS
          .request(false)
          .replace("orders\"", "orders\", \"version\": \"9\"");

  private static ParallelReleases promoted(StoppableRelease.SampleRequest kind) {
    ParallelReleases releases = new ParallelReleases(LOCAL.runtime()).publishUpTo(9);
    releases.start("one", toVersion8(kind)).runUntilAllEnd();
    assertThat(releases.resultOf("one")).startsWith("PROMOTED");
    assertThat(releases.targets.read()).isNotEqualTo(releases.before);
    return releases;
  }

  private static String toVersion8(StoppableRelease.SampleRequest kind) {
    return kind.request(false)
        .replace("\"function\": \"orders\"", "\"function\": \"orders\", \"version\": \"8\"");
  }

  private static String reverted(ParallelReleases releases) {
    return releases.start("back", REVERT).runUntilAllEnd().resultOf("back");
  }

  @ParameterizedTest
  @EnumSource
  void everythingGoesBackToWhereItWas(StoppableRelease.SampleRequest kind) {
    ParallelReleases releases = promoted(kind);

    assertThat(reverted(releases)).isEqualTo("RolledBack: reverted by ann: calls from Ohio");
    assertThat(releases.targets.read()).isEqualTo(releases.before);
  }

  @Test
  void aSecondRevertFindsNothingToMove() {
    ParallelReleases releases = promoted(StoppableRelease.SampleRequest.ALIAS);
    reverted(releases);

    assertThat(releases.start("again", REVERT).runUntilAllEnd().resultOf("again"))
        .isEqualTo(
            "RolledBack: reverted by ann: calls from Ohio; orders:live already serves version 7");
    assertThat(releases.targets.read()).isEqualTo(releases.before);
  }

  @ParameterizedTest
  @EnumSource
  void aReleaseThatMovedNothingIsNotReverted(StoppableRelease.SampleRequest kind) {
    ParallelReleases releases = promoted(kind);
    releases.start("rerun", toVersion8(kind)).runUntilAllEnd();
    assertThat(releases.resultOf("rerun")).contains("PROMOTED", " already serves ");
    Map<String, Object> theirs = releases.targets.read();

    releases.start("back", revert(ParallelReleases.arn("rerun"))).runUntilAllEnd();
    assertThat(releases.resultOf("back"))
        .startsWith("Refused: there is nothing to revert: ")
        .contains(" already serves ", ": nothing was moved (");
    assertThat(releases.targets.read()).isEqualTo(theirs);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasMovedSinceIsLeftAlone(StoppableRelease.SampleRequest kind) {
    ParallelReleases releases = promoted(kind);
    if (kind.operation().equals("UpdateStage")) {
      releases.targets.patchStage("/variables/lambdaAlias", "else");
    } else {
      releases.targets.moveAlias("6");
    }
    Map<String, Object> theirs = releases.targets.read();

    assertThat(reverted(releases))
        .startsWith("Refused: ")
        .contains(" was moved after the release: ");
    assertThat(releases.targets.read()).isEqualTo(theirs);
  }

  @Test
  void whatAnotherReleasesNowIsLeftAlone() {
    ParallelReleases releases =
        promoted(StoppableRelease.SampleRequest.FUNCTIONS)
            .start("two", NEXT)
            .advance(Duration.ofSeconds(5));

    releases.start("back", REVERT).advance(Duration.ofSeconds(5));
    assertThat(releases.resultOf("back"))
        .isEqualTo(
            "Refused: orders:live was moved after the release: the release left it at version 8,"
                + " now it is at version 8 with 9 at 10 %, released by "
                + ParallelReleases.arn("two")
                + "; left unchanged");
    assertThat(releases.runUntilAllEnd().resultOf("two")).startsWith("PROMOTED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRivalThatStartsInBetweenIsLeftAlone(boolean stage) {
    ParallelReleases releases =
        promoted(
            stage ? StoppableRelease.SampleRequest.STAGE : StoppableRelease.SampleRequest.ALIAS);
    List<String> first = new ArrayList<>();
    releases.intervene(
        (execution, event) -> {
          boolean enters =
              execution.identity().name().equals("back")
                  && event.type().wireName().endsWith("StateEntered")
                  && event.stateName().equals("Rollback");
          if (enters && first.isEmpty()) {
            first.add("seen");
            if (stage) {
              releases.targets.patchStage(
                  "/description", "coalmine " + ParallelReleases.arn("two"));
            } else {
              releases.world.lambda().putAlias("orders", "live", "8", Map.of("9", 0.1));
              releases.targets.describeAlias("coalmine " + ParallelReleases.arn("two"));
            }
          }
        });
    releases.start("back", REVERT).runUntilAllEnd();

    assertThat(releases.resultOf("back"))
        .startsWith("Refused: reverted by ann: calls from Ohio, but ")
        .contains("moved by someone else before this release wrote to it: expected ")
        .contains(ParallelReleases.arn("two"));
    assertThat(releases.targets.read().toString()).contains(ParallelReleases.arn("two"));
  }

  @Test
  void ofSeveralTargetsOneThatIsTakenMeanwhileIsTold() {
    ParallelReleases releases = promoted(StoppableRelease.SampleRequest.FUNCTIONS);
    List<String> first = new ArrayList<>();
    releases.intervene(
        (execution, event) -> {
          if (execution.identity().name().equals("back")
              && event.stateName().equals("Rollback")
              && first.isEmpty()) {
            first.add("seen");
            releases.targets.moveAlias("9");
          }
        });

    assertThat(reverted(releases))
        .startsWith("Stuck: ")
        .contains(
            "alias orders:live",
            "expected version 8, found version 9",
            "billing:live",
            "mail:live");
    assertThat(releases.targets.read().get("billing")).isEqualTo(releases.before.get("billing"));
  }

  @ParameterizedTest
  @CsvSource({
    "gone, 'Refused: execution arn:aws:states:us-east-1:000000000000:execution:coalmine:gone does"
        + " not exist'",
    "refused, 'Refused: arn:aws:states:us-east-1:000000000000:execution:coalmine:refused was not"
        + " promoted (FAILED)'",
    "runs, 'Refused: arn:aws:states:us-east-1:000000000000:execution:coalmine:runs is still"
        + " running: roll it back instead'"
  })
  void onlyWhatWasPromotedCanBeReverted(String name, String ending) {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime())
            .publishUpTo(9)
            .start("refused", "{}")
            .runUntilAllEnd();
    releases.start("runs", NEXT).advance(Duration.ofSeconds(5));
    releases.start("back", revert(ParallelReleases.arn(name))).advance(Duration.ofSeconds(5));

    assertThat(releases.resultOf("back")).isEqualTo(ending);
  }

  @Test
  void aReleaseThatWasTakenBackItselfIsNotReverted() {
    ParallelReleases releases = promoted(StoppableRelease.SampleRequest.ALIAS);
    reverted(releases);
    releases.start("twice", revert(ParallelReleases.arn("back"))).runUntilAllEnd();

    assertThat(releases.resultOf("twice"))
        .isEqualTo("Refused: " + ParallelReleases.arn("back") + " was not promoted (FAILED)");
  }

  @Test
  void aReleaseThatWasSupersededIsNotReverted() {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime())
            .publishUpTo(9)
            .start("one", StoppableRelease.SampleRequest.ALIAS.request(false));
    releases.advance(Duration.ofSeconds(140)).targets.moveAlias("6");
    releases.runUntilAllEnd();
    assertThat(releases.resultOf("one")).contains("superseded");

    assertThat(reverted(releases)).startsWith("Refused: orders:live was moved after the release");
  }

  @Test
  void whatWasThereBeforeMustBeThereStill() {
    ParallelReleases releases = promoted(StoppableRelease.SampleRequest.ALIAS);
    releases.world.lambda().deleteVersion("orders", "7");

    assertThat(reverted(releases))
        .isEqualTo("Refused: orders:live cannot roll back to version 7, which no longer exists");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"revert\": 7}",
        "{\"revert\": \"orders\"}",
        "{\"revert\": \"arn:aws:states:us-east-1:000000000000:execution:coalmine:x\", \"when\": 1}"
      })
  void aRequestWithMistakesIsRefused(String request) {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).start("back", request).runUntilAllEnd();

    assertThat(releases.resultOf("back")).startsWith("Refused: ");
  }

  @ParameterizedTest
  @EnumSource
  void aStopLeavesNothingHalfDone(StoppableRelease.SampleRequest kind) {
    int events = promoted(kind).start("back", REVERT).runUntilAllEnd().historySize("back");
    int left = 0;
    for (int event = 2; event < events; event++) {
      ParallelReleases releases = promoted(kind);
      releases.after.disableRules();
      Map<String, Object> promoted = releases.targets.read();
      int at = event;
      int[] seen = new int[1];
      releases.intervene(
          (execution, happened) -> {
            if (execution.identity().name().equals("back") && ++seen[0] == at) {
              releases.stop("back");
            }
          });
      releases.start("back", REVERT).advance(Duration.ofSeconds(5));
      assertThat(releases.resultOf("back")).startsWith("ABORTED");

      assertThat(releases.after.restore(ParallelReleases.arn("back")).failed()).isFalse();
      Map<String, Object> ends = releases.targets.read();
      assertThat(ends).as("event %d", event).isIn(promoted, releases.before);
      left += ends.equals(promoted) ? 1 : 0;
      for (Duration later : List.of(Duration.ofMinutes(5), Duration.ofHours(20))) {
        StopEvents.RestoreAnswer swept = releases.advance(later).after.sweep();
        assertThat(swept.failed()).as("%d: %s", event, swept).isFalse();
        assertThat(releases.targets.read()).isEqualTo(ends);
      }
    }
    assertThat(left).isBetween(1, events - 3);
  }

  @ParameterizedTest
  @EnumSource(names = {"FUNCTIONS", "STAGE_AND_ALIAS", "STAGE_AT_ONCE"})
  void oneThatWasHalfDoneIsCompletedBySweeping(StoppableRelease.SampleRequest kind) {
    ParallelReleases releases = promoted(kind);
    releases.after.disableRules();
    List<String> first = new ArrayList<>();
    releases
        .world
        .aws()
        .faults()
        .next(kind.operation(), Fault.after(() -> first.add(stopped(releases))));
    if (kind == StoppableRelease.SampleRequest.FUNCTIONS) {
      releases
          .world
          .aws()
          .faults()
          .next(kind.operation(), StoppableRelease.DENIED, StoppableRelease.DENIED);
    }
    releases.start("back", REVERT).advance(Duration.ofSeconds(5));
    releases.world.aws().faults().clear();
    assertThat(releases.resultOf("back")).startsWith("ABORTED");

    releases.advance(Duration.ofMinutes(5)).after.sweep();
    assertThat(releases.targets.read()).isEqualTo(releases.before);
  }

  private static String stopped(ParallelReleases releases) {
    releases.stop("back");
    return "back";
  }
}
