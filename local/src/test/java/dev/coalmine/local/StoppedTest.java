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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An execution that somebody stops leaves every target as it was, and nobody is overwritten. */
class StoppedTest {
  private static Laptop laptop;

  @BeforeAll
  static void open() throws IOException {
    laptop = new Laptop(Scenario.ROOT);
  }

  @AfterAll
  static void close() {
    laptop.close();
  }

  private static Play stoppedIn(Play.Kind kind, String state) {
    return Play.stoppedIn(laptop, kind.request(false), state, 1).run();
  }

  @ParameterizedTest
  @CsvSource({
    "ALIAS, false",
    "ALIAS, true",
    "AT_ONCE, false",
    "AT_ONCE, true",
    "FUNCTIONS, false",
    "STAGE, false",
    "STAGE, true",
    "STAGE_AT_ONCE, false",
    "STAGE_AND_ALIAS, false",
    "STAGE_AND_ALIAS, true"
  })
  void whereverItIsStoppedEveryTargetIsAsBefore(Play.Kind kind, boolean fails) {
    String request = kind.request(fails);
    Play whole = Play.stoppedAt(laptop, request, -1).alarm(fails, kind).run();
    assertThat(whole.states).contains(fails ? "Rollback" : "Watch", "CheckAlarms", "Decide");

    for (int event = 2; event < whole.events; event++) {
      Play play = Play.stoppedAt(laptop, request, event).alarm(fails, kind).run();
      Aftermath.Answer restored = play.restore();

      assertThat(restored.failed()).as("%d: %s", event, restored).isFalse();
      assertThat(restored.decision()).isNotEqualTo("STUCK");
      assertThat(play.targets.standing()).as("stopped at event %d", event).isEqualTo(play.before);
      assertThat(play.sweep().list("restored")).as("swept after event %d", event).isEmpty();
      assertThat(play.targets.standing()).isEqualTo(play.before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAHandlerInFlightWritesAfterTheRestoreIsSwept(Play.Kind kind) {
    Play whole = Play.stoppedAt(laptop, kind.request(false), -1).run();
    int late = 0;
    for (int started : whole.started) {
      boolean writes = true;
      for (int write = -1; writes; write++) {
        Play play = Play.stoppedAt(laptop, kind.request(false), started).run();
        writes = restoreBefore(play, kind.operation(), write);
        late += play.targets.standing().equals(play.before) ? 0 : 1;
        Aftermath.Answer swept = play.sweep();
        assertThat(swept.failed()).as("%d, write %d: %s", started, write, swept).isFalse();
        assertThat(play.targets.standing())
            .as("%d, write %d", started, write)
            .isEqualTo(play.before);
      }
    }
    assertThat(late).isPositive();
  }

  /**
   * Restores while a handler of the stopped execution is in flight: just before its n-th write is
   * served, or before its first reading if that is -1.
   *
   * @return whether there was such a write
   */
  private static boolean restoreBefore(Play play, String operation, int write) {
    List<Aftermath.Answer> restored = new ArrayList<>();
    if (write < 0) {
      restored.add(play.restore());
    }
    for (int i = 0; i < write; i++) {
      play.faults().next(operation, Fault.none());
    }
    if (write >= 0) {
      play.faults().next(operation, Fault.before(() -> restored.add(play.restore())));
    }
    play.letHandlerGoOn();
    play.faults().clear();
    if (restored.isEmpty()) {
      restored.add(play.restore());
      assertThat(play.targets.standing()).isEqualTo(play.before);
      return false;
    }
    assertThat(restored).allMatch(answer -> !answer.failed());
    return true;
  }

  @ParameterizedTest
  @CsvSource({"ALIAS, Bake", "ALIAS, Watch", "FUNCTIONS, Watch", "STAGE, Bake", "STAGE, Watch"})
  void theSweepAloneRestoresUpToADayLater(Play.Kind kind, String state) {
    Play forgotten = stoppedIn(kind, state);
    assertThat(forgotten.sweep(Duration.ofHours(25)).list("restored")).isEmpty();
    assertThat(forgotten.targets.standing()).isNotEqualTo(forgotten.before);

    Play missed = stoppedIn(kind, state);
    assertThat(missed.sweep(Duration.ofHours(23)).list("restored")).isNotEmpty();
    assertThat(missed.targets.standing()).isEqualTo(missed.before);
    assertThat(missed.sweep().list("restored")).isEmpty();
  }

  @Test
  void aReleaseThatBeganWeeksAgoIsSweptToo() {
    String weeks = Play.Kind.ALIAS.request(false).replace("PT1M", "P20D");
    Play play = Play.stoppedIn(laptop, weeks, "ShiftWeight", 2).run();

    assertThat(play.sweep().list("restored")).asString().contains("orders:live is at version 7");
  }

  @Test
  void anEventThatComesTwiceDoesNothingMore() {
    Play play = stoppedIn(Play.Kind.STAGE_AND_ALIAS, "Bake");

    assertThat(play.restore().list("restored"))
        .asString()
        .isEqualTo(
            "[a1b2c3d4e5/prod is at deployment d1e2f3 (lambdaAlias=live), orders:live is at version 7]");
    assertThat(play.restore().decision()).isEqualTo("NOTHING");
    assertThat(play.targets.standing()).isEqualTo(play.before);
  }

  @Test
  void aPersonMayMoveToTheCanaryAfterTheRestore() {
    Play play = stoppedIn(Play.Kind.STAGE_AND_ALIAS, "Watch");
    play.restore();
    assertThat(play.targets.standing()).isEqualTo(play.before);
    play.pass(Duration.ofSeconds(60));
    play.targets.move("8");
    play.targets.update("/variables/lambdaAlias", "next");
    Map<String, Object> theirs = play.targets.standing();

    assertThat(play.sweep().failed()).isFalse();
    assertThat(play.restore().list("restored")).isEmpty();
    assertThat(play.targets.standing()).isEqualTo(theirs);
  }

  @Test
  void whatSomebodyElseMovedAfterTheStopIsLeftAloneAndTold() {
    Play play = stoppedIn(Play.Kind.ALIAS, "Bake");
    play.targets.move("6");
    Map<String, Object> theirs = play.targets.standing();

    assertThat(play.restore().list("left").toString())
        .contains("orders:live was moved by someone else", "it is now version 6");
    assertThat(play.sweep().failed()).isTrue(); // the mark is on it still
    assertThat(play.targets.standing()).isEqualTo(theirs);

    play.targets.described();
    assertThat(play.sweep().failed()).isFalse();
  }

  @Test
  void theNextReleaseIsLeftAlone() {
    Play play = stoppedIn(Play.Kind.ALIAS, "Bake");
    String stopped = play.execution;
    play.restore();
    play.start(Play.Kind.ALIAS.request(false));
    play.pass(Duration.ofSeconds(10));
    Map<String, Object> next = play.targets.standing();

    assertThat(next).isNotEqualTo(play.before);
    assertThat(play.after.restore(stopped).decision()).isEqualTo("NOTHING");
    assertThat(play.after.sweep().list("restored")).isEmpty();
    assertThat(play.targets.standing()).isEqualTo(next);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anExecutionThatClosedItselfIsLeftAsItIs(boolean fails) {
    Play play =
        Play.stoppedAt(laptop, Play.Kind.ALIAS.request(fails), -1)
            .alarm(fails, Play.Kind.ALIAS)
            .run();
    Map<String, Object> ended = play.targets.standing();

    assertThat(play.restore().decision()).isEqualTo("NOTHING");
    assertThat(play.sweep().failed()).isFalse();
    assertThat(play.targets.standing()).isEqualTo(ended);
  }

  @Test
  void aReleaseThatIsStuckIsToldOnceAndLeftToAPerson() {
    Play play = unableToGoBack(-1);
    Map<String, Object> split = play.targets.standing();

    assertThat(play.restore().list("left").toString()).contains("could not roll back orders:live");
    assertThat(play.sweep().failed()).isFalse();
    assertThat(play.targets.standing()).isEqualTo(split).isNotEqualTo(play.before);
  }

  @Test
  void aStopBetweenManyAttemptsOfTheRollbackFindsTheDocument() {
    Play play = unableToGoBack(100);

    assertThat(play.restore().decision()).isEqualTo("RESTORED");
    assertThat(play.targets.standing()).isEqualTo(play.before);
  }

  private static Play unableToGoBack(int stoppedAt) {
    Play play =
        Play.stoppedAt(laptop, Play.Kind.ALIAS.request(true), stoppedAt)
            .alarm(true, Play.Kind.ALIAS);
    play.rehearsal.clock().at(Rehearsal.START.plusSeconds(90), () -> play.denies("UpdateAlias"));
    play.run();
    play.faults().clear();
    return play;
  }

  @Test
  void aTargetThatFailsKeepsNoOtherAndIsTriedAgain() {
    Play play = stoppedIn(Play.Kind.FUNCTIONS, "Bake");
    play.faults().next("UpdateAlias", Play.DENIED);
    Aftermath.Answer first = play.restore();

    assertThat(first.failed()).isTrue();
    assertThat(String.valueOf(first.body().get("errorMessage"))).startsWith("mail:live: ");
    assertThat(play.sweep().list("restored")).asString().isEqualTo("[mail:live is at version 11]");
    assertThat(play.targets.standing()).isEqualTo(play.before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GetExecutionHistory", "GetAlias", "UpdateAlias"})
  void whatCannotBeDoneFailsAloud(String operation) {
    Play play = stoppedIn(Play.Kind.ALIAS, "Bake");
    play.denies(operation);
    assertThat(play.restore().failed()).isTrue();
    assertThat(play.sweep().failed()).isTrue();

    play.faults().clear();
    assertThat(play.sweep().failed()).isFalse();
    assertThat(play.targets.standing()).isEqualTo(play.before);
  }
}
