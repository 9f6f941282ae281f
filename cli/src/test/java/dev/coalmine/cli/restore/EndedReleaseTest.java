package dev.coalmine.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.rehearsal.Rehearsal;
import dev.coalmine.cli.testing.HeardEvents;
import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.cli.testing.StoppableRelease.SampleRequest;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.release.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a release says at its end is true, or a later look corrects it and tells. */
class EndedReleaseTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();

  /** A release whose alarm fires after so many seconds; never if negative. */
  private static StoppableRelease release(SampleRequest kind, int alarmAt) {
    StoppableRelease play = StoppableRelease.stoppedAt(LOCAL.runtime(), kind.request(true), -1);
    play.putQuietAlarm();
    if (alarmAt >= 0) {
      play.rehearsal
          .clock()
          .runAt(
              Rehearsal.START.plusSeconds(alarmAt),
              () -> {
                play.setAlarmState("ALARM");
              });
    }
    return play;
  }

  @ParameterizedTest
  @CsvSource({
    "ALIAS, 30, ROLLED_BACK, orders:live is at version 7",
    "STAGE, 30, ROLLED_BACK, a1b2c3d4e5/prod is at deployment d1e2f3 (lambdaAlias=live)",
    "STAGE, -1, PROMOTED, a1b2c3d4e5/prod is at deployment x9y8z7 (lambdaAlias=live)"
  })
  void whatAHandlerWroteAfterTheEndIsTakenBackAndTold(
      SampleRequest kind, int alarmAt, String outcome, String restored) {
    StoppableRelease play = release(kind, alarmAt);
    HeardEvents heard = HeardEvents.of(play);
    play.run();
    Map<String, Object> ended = play.targets.read();
    writeLate(play, kind, "coalmine " + play.execution);
    assertThat(play.targets.read()).isNotEqualTo(ended);

    assertThat(play.sweep().list("restored").toString()).isEqualTo("[" + restored + "]");
    assertThat(play.targets.read()).isEqualTo(ended);
    assertThat(play.sweep().list("restored")).isEmpty();
    assertThat(heard.list())
        .hasSize(2)
        .last()
        .asString()
        .startsWith(outcome + " a handler of execution " + play.execution + " wrote after its end")
        .endsWith(restored);
  }

  /** Writes as the first write of the release does. */
  private static void writeLate(StoppableRelease play, SampleRequest kind, String description) {
    if (kind == SampleRequest.ALIAS) {
      play.targets.splitAlias("8", 0.1, description);
    } else {
      play.targets.patchStage("/canarySettings/deploymentId", "x9y8z7");
      play.targets.patchStage("/canarySettings/percentTraffic", "10.0");
      play.targets.patchStage("/description", description);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ALIAS", "STAGE"})
  void aSplitWithoutTheReleasesMarkIsSomebodyElses(SampleRequest kind) {
    StoppableRelease play = release(kind, 30);
    play.run();
    writeLate(play, kind, "by hand");
    Map<String, Object> theirs = play.targets.read();

    assertThat(play.sweep().failed()).isFalse();
    assertThat(play.targets.read()).isEqualTo(theirs);
  }

  @Test
  void aMarkOnARoutingThatTheReleaseNeverWroteIsLeftAndTold() {
    StoppableRelease play = release(SampleRequest.ALIAS, 30);
    HeardEvents heard = HeardEvents.of(play);
    play.run();
    play.targets.splitAlias("6", 0.3, "coalmine " + play.execution);
    Map<String, Object> theirs = play.targets.read();

    assertThat(play.sweep().failed()).isTrue();
    play.sweep();
    play.sweep();
    assertThat(play.targets.read()).isEqualTo(theirs);
    assertThat(heard.list())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("STUCK a handler of execution " + play.execution);
    assertThat(play.sweep(Duration.ofMinutes(30)).failed()).isFalse();
  }

  /** A rollback of an alias reads only if its revision is not the known one. */
  @Test
  void oneStaleReadIsNotBelieved() {
    AtomicReference<WireResponse> before = new AtomicReference<>();
    StoppableRelease play = release(SampleRequest.STAGE, 30);
    play.faults().next("GetStage", Fault.keepingResponse(before));
    play.rehearsal
        .clock()
        .runAt(
            Rehearsal.START.plusSeconds(31),
            () -> {
              // CheckAlarms reads the target first, then Rollback does.
              play.faults().next("GetStage", Fault.none(), Fault.stale(before));
            });
    Outcome outcome = play.rehearsal.run().outcome();

    assertThat(outcome).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(play.targets.read()).isEqualTo(play.before);
  }

  @Test
  void aStuckWhoseTargetsAreBackIsWithdrawn() {
    StoppableRelease play = release(SampleRequest.STAGE_AND_ALIAS, 50);
    HeardEvents heard = HeardEvents.of(play);
    play.rehearsal
        .clock()
        .runAt(
            Rehearsal.START.plusSeconds(50),
            () -> {
              // Every handler runs, but its answer never arrives; CheckAlarms' answer is the last.
              play.faults().next("InvokeFunction", Fault.none());
              play.faults().always("InvokeFunction", Fault.lostResponse());
            });
    assertThat(play.rehearsal.run().outcome()).isEqualTo(Outcome.STUCK);
    assertThat(play.targets.read()).isEqualTo(play.before);
    play.faults().clear();
    play.sweep(Duration.ofMinutes(3));
    play.sweep();

    assertThat(heard.list())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("ROLLED_BACK execution " + play.execution + " ended STUCK (could not roll back")
        .endsWith(
            "but its targets are as before: orders:live is at version 7; a1b2c3d4e5/prod is at"
                + " deployment d1e2f3 (lambdaAlias=live)");
  }

  @Test
  void aStuckThatCouldNotBeLookedAtIsWithdrawnHalfAnHourLater() {
    StoppableRelease play = release(SampleRequest.ALIAS, 30);
    HeardEvents heard = HeardEvents.of(play);
    play.rehearsal.clock().runAt(Rehearsal.START.plusSeconds(29), () -> denyAll(play));
    assertThat(play.rehearsal.run().outcome()).isEqualTo(Outcome.STUCK);
    assertThat(play.sweep(Duration.ofMinutes(6)).failed()).isTrue();
    play.faults().clear();
    play.targets.withDescriptions();
    play.targets.moveAlias("7");
    play.sweep(Duration.ofMinutes(26));

    assertThat(heard.list()).hasSize(2).last().asString().startsWith("ROLLED_BACK execution");
  }

  private static void denyAll(StoppableRelease play) {
    play.deny("GetAlias");
    play.deny("UpdateAlias");
  }

  @Test
  void aReleaseThatIsStillSplitStaysStuck() {
    StoppableRelease play = release(SampleRequest.ALIAS, 30);
    HeardEvents heard = HeardEvents.of(play);
    play.rehearsal.clock().runAt(Rehearsal.START.plusSeconds(30), () -> play.deny("UpdateAlias"));
    assertThat(play.rehearsal.run().outcome()).isEqualTo(Outcome.STUCK);
    play.faults().clear();
    Map<String, Object> split = play.targets.read();

    assertThat(play.sweep(Duration.ofMinutes(2)).failed()).isFalse();
    assertThat(play.targets.read()).isEqualTo(split).isNotEqualTo(play.before);
    assertThat(heard.list())
        .singleElement()
        .asString()
        .startsWith("STUCK could not roll back orders:live, so traffic may still be split: not")
        .contains("; found: orders:live at version 7 with 8 at 10 %");
  }
}
