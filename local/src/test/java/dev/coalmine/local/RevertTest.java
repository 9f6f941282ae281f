package dev.coalmine.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.local.aws.Fault;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A promoted release can be taken back, if everything still stands as it left it. */
@Timeout(300)
class RevertTest {
  private static Laptop laptop;

  @BeforeAll
  static void open() throws IOException {
    laptop = new Laptop(Scenario.ROOT);
  }

  @AfterAll
  static void close() {
    laptop.close();
  }

  private static String revert(String arn) {
    return "{\"revert\": \"%s\", \"by\": \"ann\", \"why\": \"calls from Ohio\"}".formatted(arn);
  }

  private static final String REVERT = revert(Crowd.arn("one"));
  private static final String NEXT =
      Play.Kind.ALIAS.request(false).replace("orders\"", "orders\", \"version\": \"9\"");

  private static Crowd promoted(Play.Kind kind) {
    Crowd crowd = new Crowd(laptop).publishedTo(9);
    String eight =
        kind.request(false)
            .replace("\"function\": \"orders\"", "\"function\": \"orders\", \"version\": \"8\"");
    crowd.start("one", eight).untilAllEnd();
    assertThat(crowd.ending("one")).startsWith("PROMOTED");
    assertThat(crowd.targets.standing()).isNotEqualTo(crowd.before);
    return crowd;
  }

  private static String reverted(Crowd crowd) {
    return crowd.start("back", REVERT).untilAllEnd().ending("back");
  }

  @ParameterizedTest
  @EnumSource
  void everythingGoesBackToWhereItWas(Play.Kind kind) {
    Crowd crowd = promoted(kind);

    assertThat(reverted(crowd)).isEqualTo("RolledBack: reverted by ann: calls from Ohio");
    assertThat(crowd.targets.standing()).isEqualTo(crowd.before);
  }

  @Test
  void aReleaseIsRevertedOnce() {
    Crowd crowd = promoted(Play.Kind.ALIAS);
    reverted(crowd);

    assertThat(crowd.start("again", REVERT).untilAllEnd().ending("again"))
        .isEqualTo(
            "Refused: orders:live was moved since: the release left it at version 8, it is now version 7; not touching it");
    assertThat(crowd.targets.standing()).isEqualTo(crowd.before);
  }

  @ParameterizedTest
  @EnumSource
  void whatWasMovedSinceIsLeftAlone(Play.Kind kind) {
    Crowd crowd = promoted(kind);
    if (kind.operation().equals("UpdateStage")) {
      crowd.targets.update("/variables/lambdaAlias", "else");
    } else {
      crowd.targets.move("6");
    }
    Map<String, Object> theirs = crowd.targets.standing();

    assertThat(reverted(crowd)).startsWith("Refused: ").contains(" was moved since: ");
    assertThat(crowd.targets.standing()).isEqualTo(theirs);
  }

  @Test
  void whatAnotherReleasesNowIsLeftAlone() {
    Crowd crowd = promoted(Play.Kind.FUNCTIONS).start("two", NEXT).pass(Duration.ofSeconds(5));

    crowd.start("back", REVERT).pass(Duration.ofSeconds(5));
    assertThat(crowd.ending("back"))
        .isEqualTo(
            "Refused: orders:live was moved since: the release left it at version 8, it is now version 8 with 9 at 10 %, released by "
                + Crowd.arn("two")
                + "; not touching it");
    assertThat(crowd.untilAllEnd().ending("two")).startsWith("PROMOTED");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aRivalThatStartsInBetweenIsLeftAlone(boolean stage) {
    Crowd crowd = promoted(stage ? Play.Kind.STAGE : Play.Kind.ALIAS);
    List<String> first = new ArrayList<>();
    crowd.meddle(
        (execution, event) -> {
          boolean enters =
              execution.identity().name().equals("back")
                  && event.type().text().endsWith("StateEntered")
                  && event.stateName().equals("Rollback");
          if (enters && first.isEmpty()) {
            first.add("seen");
            if (stage) {
              crowd.targets.update("/description", "coalmine " + Crowd.arn("two"));
            } else {
              crowd.world.lambda().route("orders", "live", "8", Map.of("9", 0.1));
              crowd.targets.describe("coalmine " + Crowd.arn("two"));
            }
          }
        });
    crowd.start("back", REVERT).untilAllEnd();

    assertThat(crowd.ending("back"))
        .startsWith("Refused: reverted by ann: calls from Ohio, but ")
        .contains("moved by someone else before this release wrote to it: expected ")
        .contains(Crowd.arn("two"));
    assertThat(crowd.targets.standing().toString()).contains(Crowd.arn("two"));
  }

  @Test
  void ofSeveralTargetsOneThatIsTakenMeanwhileIsTold() {
    Crowd crowd = promoted(Play.Kind.FUNCTIONS);
    List<String> first = new ArrayList<>();
    crowd.meddle(
        (execution, event) -> {
          if (execution.identity().name().equals("back")
              && event.stateName().equals("Rollback")
              && first.isEmpty()) {
            first.add("seen");
            crowd.targets.move("9");
          }
        });

    assertThat(reverted(crowd))
        .startsWith("Stuck: ")
        .contains(
            "alias orders:live",
            "expected version 8, found version 9",
            "billing:live",
            "mail:live");
    assertThat(crowd.targets.standing().get("billing")).isEqualTo(crowd.before.get("billing"));
  }

  @ParameterizedTest
  @CsvSource({
    "gone, 'Refused: there is no execution arn:aws:states:us-east-1:000000000000:execution:coalmine:gone'",
    "refused, 'Refused: arn:aws:states:us-east-1:000000000000:execution:coalmine:refused was not promoted (FAILED)'",
    "runs, 'Refused: arn:aws:states:us-east-1:000000000000:execution:coalmine:runs still runs: roll it back instead'"
  })
  void onlyWhatWasPromotedCanBeReverted(String name, String ending) {
    Crowd crowd = new Crowd(laptop).publishedTo(9).start("refused", "{}").untilAllEnd();
    crowd.start("runs", NEXT).pass(Duration.ofSeconds(5));
    crowd.start("back", revert(Crowd.arn(name))).pass(Duration.ofSeconds(5));

    assertThat(crowd.ending("back")).isEqualTo(ending);
  }

  @Test
  void aReleaseThatWasTakenBackItselfIsNotReverted() {
    Crowd crowd = promoted(Play.Kind.ALIAS);
    reverted(crowd);
    crowd.start("twice", revert(Crowd.arn("back"))).untilAllEnd();

    assertThat(crowd.ending("twice"))
        .isEqualTo("Refused: " + Crowd.arn("back") + " was not promoted (FAILED)");
  }

  @Test
  void aReleaseThatWasSupersededIsNotReverted() {
    Crowd crowd = new Crowd(laptop).publishedTo(9).start("one", Play.Kind.ALIAS.request(false));
    crowd.pass(Duration.ofSeconds(140)).targets.move("6");
    crowd.untilAllEnd();
    assertThat(crowd.ending("one")).contains("superseded");

    assertThat(reverted(crowd)).startsWith("Refused: orders:live was moved since");
  }

  @Test
  void whatWasThereBeforeMustBeThereStill() {
    Crowd crowd = promoted(Play.Kind.ALIAS);
    crowd.world.lambda().deleteVersion("orders", "7");

    assertThat(reverted(crowd))
        .isEqualTo(
            "Refused: orders:live can't go back to version 7, which does not exist any more");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"revert\": 7}",
        "{\"revert\": \"orders\"}",
        "{\"revert\": \"arn:aws:states:us-east-1:000000000000:execution:coalmine:x\", \"when\": 1}"
      })
  void aRequestWithMistakesIsRefused(String request) {
    Crowd crowd = new Crowd(laptop).start("back", request).untilAllEnd();

    assertThat(crowd.ending("back")).startsWith("Refused: ");
  }

  @ParameterizedTest
  @EnumSource
  void aStopLeavesNothingHalfDone(Play.Kind kind) {
    int events = promoted(kind).start("back", REVERT).untilAllEnd().history("back");
    int left = 0;
    for (int event = 2; event < events; event++) {
      Crowd crowd = promoted(kind);
      crowd.after.waitToBeTold();
      Map<String, Object> promoted = crowd.targets.standing();
      int at = event;
      int[] seen = new int[1];
      crowd.meddle(
          (execution, happened) -> {
            if (execution.identity().name().equals("back") && ++seen[0] == at) {
              crowd.stop("back");
            }
          });
      crowd.start("back", REVERT).pass(Duration.ofSeconds(5));
      assertThat(crowd.ending("back")).startsWith("ABORTED");

      assertThat(crowd.after.restore(Crowd.arn("back")).failed()).isFalse();
      Map<String, Object> ends = crowd.targets.standing();
      assertThat(ends).as("event %d", event).isIn(promoted, crowd.before);
      left += ends.equals(promoted) ? 1 : 0;
      for (Duration later : List.of(Duration.ofMinutes(5), Duration.ofHours(20))) {
        Aftermath.Answer swept = crowd.pass(later).after.sweep();
        assertThat(swept.failed()).as("%d: %s", event, swept).isFalse();
        assertThat(crowd.targets.standing()).isEqualTo(ends);
      }
    }
    assertThat(left).isBetween(1, events - 3);
  }

  @ParameterizedTest
  @EnumSource(names = {"FUNCTIONS", "STAGE_AND_ALIAS", "STAGE_AT_ONCE"})
  void oneThatWasHalfDoneIsCompletedBySweeping(Play.Kind kind) {
    Crowd crowd = promoted(kind);
    crowd.after.waitToBeTold();
    List<String> first = new ArrayList<>();
    crowd.world.aws().faults().next(kind.operation(), Fault.after(() -> first.add(stopped(crowd))));
    if (kind == Play.Kind.FUNCTIONS) {
      crowd.world.aws().faults().next(kind.operation(), Play.DENIED, Play.DENIED);
    }
    crowd.start("back", REVERT).pass(Duration.ofSeconds(5));
    crowd.world.aws().faults().clear();
    assertThat(crowd.ending("back")).startsWith("ABORTED");

    crowd.pass(Duration.ofMinutes(5)).after.sweep();
    assertThat(crowd.targets.standing()).isEqualTo(crowd.before);
  }

  private static String stopped(Crowd crowd) {
    crowd.stop("back");
    return "back";
  }
}
