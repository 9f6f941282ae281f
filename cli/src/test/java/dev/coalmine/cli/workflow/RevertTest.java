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

/** A promoted release can be taken back, if everything still stands as it left it. */
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
    ParallelReleases crowd = new ParallelReleases(LOCAL.runtime()).publishUpTo(9);
    String eight =
        kind.request(false)
            .replace("\"function\": \"orders\"", "\"function\": \"orders\", \"version\": \"8\"");
    crowd.start("one", eight).runUntilAllEnd();
    assertThat(crowd.resultOf("one")).startsWith("PROMOTED");
    assertThat(crowd.targets.read()).isNotEqualTo(crowd.before);
    return crowd;
  }

  private static String reverted(ParallelReleases crowd) {
    return crowd.start("back", REVERT).runUntilAllEnd().resultOf("back");
  }

  @ParameterizedTest
  @EnumSource
  void everythingGoesBackToWhereItWas(StoppableRelease.SampleRequest kind) {
    ParallelReleases crowd = promoted(kind);

    assertThat(reverted(crowd)).isEqualTo("RolledBack: reverted by ann: calls from Ohio");
    assertThat(crowd.targets.read()).isEqualTo(crowd.before);
  }

  @Test
  void aReleaseIsRevertedOnce() {
    ParallelReleases crowd = promoted(StoppableRelease.SampleRequest.ALIAS);
    reverted(crowd);

    assertThat(crowd.start("again", REVERT).runUntilAllEnd().resultOf("again"))
        .isEqualTo(
            "Refused: orders:live was moved after the release: the release left it at version 8,"
                + " now it is at version 7; left unchanged");
    assertThat(crowd.targets.read()).isEqualTo(crowd.before);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasMovedSinceIsLeftAlone(StoppableRelease.SampleRequest kind) {
    ParallelReleases crowd = promoted(kind);
    if (kind.operation().equals("UpdateStage")) {
      crowd.targets.patchStage("/variables/lambdaAlias", "else");
    } else {
      crowd.targets.moveAlias("6");
    }
    Map<String, Object> theirs = crowd.targets.read();

    assertThat(reverted(crowd)).startsWith("Refused: ").contains(" was moved after the release: ");
    assertThat(crowd.targets.read()).isEqualTo(theirs);
  }

  @Test
  void whatAnotherReleasesNowIsLeftAlone() {
    ParallelReleases crowd =
        promoted(StoppableRelease.SampleRequest.FUNCTIONS)
            .start("two", NEXT)
            .advance(Duration.ofSeconds(5));

    crowd.start("back", REVERT).advance(Duration.ofSeconds(5));
    assertThat(crowd.resultOf("back"))
        .isEqualTo(
            "Refused: orders:live was moved after the release: the release left it at version 8,"
                + " now it is at version 8 with 9 at 10 %, released by "
                + ParallelReleases.arn("two")
                + "; left unchanged");
    assertThat(crowd.runUntilAllEnd().resultOf("two")).startsWith("PROMOTED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRivalThatStartsInBetweenIsLeftAlone(boolean stage) {
    ParallelReleases crowd =
        promoted(
            stage ? StoppableRelease.SampleRequest.STAGE : StoppableRelease.SampleRequest.ALIAS);
    List<String> first = new ArrayList<>();
    crowd.intervene(
        (execution, event) -> {
          boolean enters =
              execution.identity().name().equals("back")
                  && event.type().wireName().endsWith("StateEntered")
                  && event.stateName().equals("Rollback");
          if (enters && first.isEmpty()) {
            first.add("seen");
            if (stage) {
              crowd.targets.patchStage("/description", "coalmine " + ParallelReleases.arn("two"));
            } else {
              crowd.world.lambda().putAlias("orders", "live", "8", Map.of("9", 0.1));
              crowd.targets.describeAlias("coalmine " + ParallelReleases.arn("two"));
            }
          }
        });
    crowd.start("back", REVERT).runUntilAllEnd();

    assertThat(crowd.resultOf("back"))
        .startsWith("Refused: reverted by ann: calls from Ohio, but ")
        .contains("moved by someone else before this release wrote to it: expected ")
        .contains(ParallelReleases.arn("two"));
    assertThat(crowd.targets.read().toString()).contains(ParallelReleases.arn("two"));
  }

  @Test
  void ofSeveralTargetsOneThatIsTakenMeanwhileIsTold() {
    ParallelReleases crowd = promoted(StoppableRelease.SampleRequest.FUNCTIONS);
    List<String> first = new ArrayList<>();
    crowd.intervene(
        (execution, event) -> {
          if (execution.identity().name().equals("back")
              && event.stateName().equals("Rollback")
              && first.isEmpty()) {
            first.add("seen");
            crowd.targets.moveAlias("9");
          }
        });

    assertThat(reverted(crowd))
        .startsWith("Stuck: ")
        .contains(
            "alias orders:live",
            "expected version 8, found version 9",
            "billing:live",
            "mail:live");
    assertThat(crowd.targets.read().get("billing")).isEqualTo(crowd.before.get("billing"));
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
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime())
            .publishUpTo(9)
            .start("refused", "{}")
            .runUntilAllEnd();
    crowd.start("runs", NEXT).advance(Duration.ofSeconds(5));
    crowd.start("back", revert(ParallelReleases.arn(name))).advance(Duration.ofSeconds(5));

    assertThat(crowd.resultOf("back")).isEqualTo(ending);
  }

  @Test
  void aReleaseThatWasTakenBackItselfIsNotReverted() {
    ParallelReleases crowd = promoted(StoppableRelease.SampleRequest.ALIAS);
    reverted(crowd);
    crowd.start("twice", revert(ParallelReleases.arn("back"))).runUntilAllEnd();

    assertThat(crowd.resultOf("twice"))
        .isEqualTo("Refused: " + ParallelReleases.arn("back") + " was not promoted (FAILED)");
  }

  @Test
  void aReleaseThatWasSupersededIsNotReverted() {
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime())
            .publishUpTo(9)
            .start("one", StoppableRelease.SampleRequest.ALIAS.request(false));
    crowd.advance(Duration.ofSeconds(140)).targets.moveAlias("6");
    crowd.runUntilAllEnd();
    assertThat(crowd.resultOf("one")).contains("superseded");

    assertThat(reverted(crowd)).startsWith("Refused: orders:live was moved after the release");
  }

  @Test
  void whatWasThereBeforeMustBeThereStill() {
    ParallelReleases crowd = promoted(StoppableRelease.SampleRequest.ALIAS);
    crowd.world.lambda().deleteVersion("orders", "7");

    assertThat(reverted(crowd))
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
    ParallelReleases crowd =
        new ParallelReleases(LOCAL.runtime()).start("back", request).runUntilAllEnd();

    assertThat(crowd.resultOf("back")).startsWith("Refused: ");
  }

  @ParameterizedTest
  @EnumSource
  void aStopLeavesNothingHalfDone(StoppableRelease.SampleRequest kind) {
    int events = promoted(kind).start("back", REVERT).runUntilAllEnd().historySize("back");
    int left = 0;
    for (int event = 2; event < events; event++) {
      ParallelReleases crowd = promoted(kind);
      crowd.after.disableRules();
      Map<String, Object> promoted = crowd.targets.read();
      int at = event;
      int[] seen = new int[1];
      crowd.intervene(
          (execution, happened) -> {
            if (execution.identity().name().equals("back") && ++seen[0] == at) {
              crowd.stop("back");
            }
          });
      crowd.start("back", REVERT).advance(Duration.ofSeconds(5));
      assertThat(crowd.resultOf("back")).startsWith("ABORTED");

      assertThat(crowd.after.restore(ParallelReleases.arn("back")).failed()).isFalse();
      Map<String, Object> ends = crowd.targets.read();
      assertThat(ends).as("event %d", event).isIn(promoted, crowd.before);
      left += ends.equals(promoted) ? 1 : 0;
      for (Duration later : List.of(Duration.ofMinutes(5), Duration.ofHours(20))) {
        StopEvents.RestoreAnswer swept = crowd.advance(later).after.sweep();
        assertThat(swept.failed()).as("%d: %s", event, swept).isFalse();
        assertThat(crowd.targets.read()).isEqualTo(ends);
      }
    }
    assertThat(left).isBetween(1, events - 3);
  }

  @ParameterizedTest
  @EnumSource(names = {"FUNCTIONS", "STAGE_AND_ALIAS", "STAGE_AT_ONCE"})
  void oneThatWasHalfDoneIsCompletedBySweeping(StoppableRelease.SampleRequest kind) {
    ParallelReleases crowd = promoted(kind);
    crowd.after.disableRules();
    List<String> first = new ArrayList<>();
    crowd.world.aws().faults().next(kind.operation(), Fault.after(() -> first.add(stopped(crowd))));
    if (kind == StoppableRelease.SampleRequest.FUNCTIONS) {
      crowd
          .world
          .aws()
          .faults()
          .next(kind.operation(), StoppableRelease.DENIED, StoppableRelease.DENIED);
    }
    crowd.start("back", REVERT).advance(Duration.ofSeconds(5));
    crowd.world.aws().faults().clear();
    assertThat(crowd.resultOf("back")).startsWith("ABORTED");

    crowd.advance(Duration.ofMinutes(5)).after.sweep();
    assertThat(crowd.targets.read()).isEqualTo(crowd.before);
  }

  private static String stopped(ParallelReleases crowd) {
    crowd.stop("back");
    return "back";
  }
}
