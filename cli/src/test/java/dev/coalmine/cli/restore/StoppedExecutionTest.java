package dev.coalmine.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.StopEvents;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.embedded.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A stopped execution leaves every target as it was before, and no change of others is overwritten.
 */
class StoppedExecutionTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  private static StoppableRelease stoppedIn(StoppableRelease.SampleRequest kind, String state) {
    return StoppableRelease.stoppedIn(LOCAL.runtime(), kind.request(false), state, 1).run();
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
  void whereverItIsStoppedEveryTargetIsAsBefore(
      StoppableRelease.SampleRequest kind, boolean fails) {
    String request = kind.request(fails);
    StoppableRelease whole =
        StoppableRelease.stoppedAt(LOCAL.runtime(), request, -1).scheduleAlarm(fails, kind).run();
    assertThat(whole.states).contains(fails ? "Rollback" : "Watch", "CheckAlarms", "Decide");

    for (int event = 2; event < whole.events; event++) {
      StoppableRelease play =
          StoppableRelease.stoppedAt(LOCAL.runtime(), request, event)
              .scheduleAlarm(fails, kind)
              .run();
      StopEvents.RestoreAnswer restored = play.restore();

      assertThat(restored.failed()).as("%d: %s", event, restored).isFalse();
      assertThat(restored.decision()).isNotEqualTo("STUCK");
      assertThat(play.targets.read()).as("stopped at event %d", event).isEqualTo(play.before);
      assertThat(play.sweep().list("restored")).as("swept after event %d", event).isEmpty();
      assertThat(play.targets.read()).isEqualTo(play.before);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatAHandlerInFlightWritesAfterTheRestoreIsSwept(StoppableRelease.SampleRequest kind) {
    StoppableRelease whole =
        StoppableRelease.stoppedAt(LOCAL.runtime(), kind.request(false), -1).run();
    int late = 0;
    for (int started : whole.started) {
      boolean writes = true;
      for (int write = -1; writes; write++) {
        StoppableRelease play =
            StoppableRelease.stoppedAt(LOCAL.runtime(), kind.request(false), started).run();
        writes = restoreBefore(play, kind.operation(), write);
        late += play.targets.read().equals(play.before) ? 0 : 1;
        StopEvents.RestoreAnswer swept = play.sweep();
        assertThat(swept.failed()).as("%d, write %d: %s", started, write, swept).isFalse();
        assertThat(play.targets.read()).as("%d, write %d", started, write).isEqualTo(play.before);
      }
    }
    assertThat(late).isPositive();
  }

  /**
   * Restores while a handler of the stopped execution is running: just before its n-th write, or
   * before its first read if n is -1.
   *
   * @return whether there was such a write
   */
  private static boolean restoreBefore(StoppableRelease play, String operation, int write) {
    List<StopEvents.RestoreAnswer> restored = new ArrayList<>();
    if (write < 0) {
      restored.add(play.restore());
    }
    for (int i = 0; i < write; i++) {
      play.faults().next(operation, Fault.none());
    }
    if (write >= 0) {
      play.faults().next(operation, Fault.before(() -> restored.add(play.restore())));
    }
    play.invokeLastHandler();
    play.faults().clear();
    if (restored.isEmpty()) {
      restored.add(play.restore());
      assertThat(play.targets.read()).isEqualTo(play.before);
      return false;
    }
    assertThat(restored).allMatch(answer -> !answer.failed());
    return true;
  }

  @ParameterizedTest
  @CsvSource({"ALIAS, Bake", "ALIAS, Watch", "FUNCTIONS, Watch", "STAGE, Bake", "STAGE, Watch"})
  void theSweepAloneRestoresUpToADayLater(StoppableRelease.SampleRequest kind, String state) {
    StoppableRelease forgotten = stoppedIn(kind, state);
    assertThat(forgotten.sweep(Duration.ofHours(25)).list("restored")).isEmpty();
    assertThat(forgotten.targets.read()).isNotEqualTo(forgotten.before);

    StoppableRelease missed = stoppedIn(kind, state);
    assertThat(missed.sweep(Duration.ofHours(23)).list("restored")).isNotEmpty();
    assertThat(missed.targets.read()).isEqualTo(missed.before);
    assertThat(missed.sweep().list("restored")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"RestoreStopped, PT5S", "Sweep, PT5M5S"})
  void theRulesOfTheTemplateSeeToItByThemselves(String function, Duration soon) {
    StoppableRelease play =
        StoppableRelease.stoppedIn(
            LOCAL.runtime(),
            StoppableRelease.SampleRequest.STAGE_AND_ALIAS.request(false),
            "Bake",
            1);
    play.after.enableRule(function);
    play.run();
    assertThat(play.targets.read()).isNotEqualTo(play.before);

    play.advance(soon);
    assertThat(play.targets.read()).isEqualTo(play.before);
  }

  @Test
  void aReleaseThatBeganWeeksAgoIsSweptToo() {
    String weeks = StoppableRelease.SampleRequest.ALIAS.request(false).replace("PT1M", "P20D");
    StoppableRelease play =
        StoppableRelease.stoppedIn(LOCAL.runtime(), weeks, "ShiftWeight", 2).run();

    assertThat(play.sweep().list("restored")).asString().contains("orders:live is at version 7");
  }

  @Test
  void anEventThatComesTwiceDoesNothingMore() {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.STAGE_AND_ALIAS, "Bake");

    assertThat(play.restore().list("restored"))
        .asString()
        .isEqualTo(
            "[a1b2c3d4e5/prod is at deployment d1e2f3 (lambdaAlias=live), orders:live is at version"
                + " 7]");
    assertThat(play.restore().decision()).isEqualTo("NOTHING");
    assertThat(play.targets.read()).isEqualTo(play.before);
  }

  @Test
  void aPersonMayMoveToTheCanaryAfterTheRestore() {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.STAGE_AND_ALIAS, "Watch");
    play.restore();
    assertThat(play.targets.read()).isEqualTo(play.before);
    play.advance(Duration.ofSeconds(60));
    play.targets.moveAlias("8");
    play.targets.patchStage("/variables/lambdaAlias", "next");
    Map<String, Object> theirs = play.targets.read();

    assertThat(play.sweep().failed()).isFalse();
    assertThat(play.restore().list("restored")).isEmpty();
    assertThat(play.targets.read()).isEqualTo(theirs);
  }

  @Test
  void whatSomebodyElseMovedAfterTheStopIsLeftAloneAndTold() {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.ALIAS, "Bake");
    play.targets.moveAlias("6");
    Map<String, Object> theirs = play.targets.read();

    assertThat(play.restore().list("left").toString())
        .contains("orders:live was moved by someone else", "now it is at version 6");
    assertThat(play.sweep().failed()).isTrue(); // the mark is still there
    assertThat(play.targets.read()).isEqualTo(theirs);

    play.targets.withDescriptions();
    assertThat(play.sweep().failed()).isFalse();
  }

  @Test
  void theNextReleaseIsLeftAlone() {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.ALIAS, "Bake");
    String stopped = play.execution;
    play.restore();
    play.startAnother(StoppableRelease.SampleRequest.ALIAS.request(false));
    play.advance(Duration.ofSeconds(10));
    Map<String, Object> next = play.targets.read();

    assertThat(next).isNotEqualTo(play.before);
    assertThat(play.after.restore(stopped).decision()).isEqualTo("NOTHING");
    assertThat(play.after.sweep().list("restored")).isEmpty();
    assertThat(play.targets.read()).isEqualTo(next);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void anExecutionThatClosedItselfIsLeftAsItIs(boolean fails) {
    StoppableRelease play =
        StoppableRelease.stoppedAt(
                LOCAL.runtime(), StoppableRelease.SampleRequest.ALIAS.request(fails), -1)
            .scheduleAlarm(fails, StoppableRelease.SampleRequest.ALIAS)
            .run();
    Map<String, Object> ended = play.targets.read();

    assertThat(play.restore().decision()).isEqualTo("NOTHING");
    assertThat(play.sweep().failed()).isFalse();
    assertThat(play.targets.read()).isEqualTo(ended);
  }

  @Test
  void aReleaseThatIsStuckIsToldOnceAndLeftToAPerson() {
    StoppableRelease play = unableToGoBack(-1);
    Map<String, Object> split = play.targets.read();

    assertThat(play.restore().list("left").toString()).contains("could not roll back orders:live");
    assertThat(play.sweep().failed()).isFalse();
    assertThat(play.targets.read()).isEqualTo(split).isNotEqualTo(play.before);
  }

  @Test
  void aStopBetweenManyAttemptsOfTheRollbackFindsTheDocument() {
    StoppableRelease play = unableToGoBack(100);

    assertThat(play.restore().decision()).isEqualTo("RESTORED");
    assertThat(play.targets.read()).isEqualTo(play.before);
  }

  private static StoppableRelease unableToGoBack(int stoppedAt) {
    StoppableRelease play =
        StoppableRelease.stoppedAt(
                LOCAL.runtime(), StoppableRelease.SampleRequest.ALIAS.request(true), stoppedAt)
            .scheduleAlarm(true, StoppableRelease.SampleRequest.ALIAS);
    play.rehearsal.clock().runAt(Rehearsal.START.plusSeconds(90), () -> play.deny("UpdateAlias"));
    play.run();
    play.faults().clear();
    return play;
  }

  @Test
  void aTargetThatFailsKeepsNoOtherAndIsTriedAgain() {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.FUNCTIONS, "Bake");
    play.faults().next("UpdateAlias", StoppableRelease.DENIED);
    StopEvents.RestoreAnswer first = play.restore();

    assertThat(first.failed()).isTrue();
    assertThat(String.valueOf(first.body().get("errorMessage"))).startsWith("mail:live: ");
    assertThat(play.sweep().list("restored")).asString().isEqualTo("[mail:live is at version 11]");
    assertThat(play.targets.read()).isEqualTo(play.before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"GetExecutionHistory", "GetAlias", "UpdateAlias"})
  void whatCannotBeDoneFailsAloud(String operation) {
    StoppableRelease play = stoppedIn(StoppableRelease.SampleRequest.ALIAS, "Bake");
    play.deny(operation);
    assertThat(play.restore().failed()).isTrue();
    assertThat(play.sweep().failed()).isTrue();

    play.faults().clear();
    assertThat(play.sweep().failed()).isFalse();
    assertThat(play.targets.read()).isEqualTo(play.before);
  }
}
