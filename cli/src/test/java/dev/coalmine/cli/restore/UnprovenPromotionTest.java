package dev.coalmine.cli.restore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.LocalRuntimeExtension;
import dev.coalmine.cli.testing.StopEvents;
import dev.coalmine.cli.testing.StoppableRelease;
import dev.coalmine.cli.testing.StoppableRelease.SampleRequest;
import dev.coalmine.embedded.Fault;
import dev.coalmine.embedded.lambda.FunctionState;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A promotion that nobody answered for is restored or told, however long AWS was out of reach. */
class UnprovenPromotionTest {
  @RegisterExtension static final LocalRuntimeExtension LOCAL = LocalRuntimeExtension.inProcess();
  private static final Fault OUTAGE = Fault.serviceError();

  /** Stopped in Promote, whose handler wrote and never answered. */
  private static StoppableRelease promotedUnheard(SampleRequest kind) {
    StoppableRelease play =
        StoppableRelease.stoppedIn(LOCAL.runtime(), kind.request(false), "Promote", 1);
    return play.run();
  }

  @ParameterizedTest
  @EnumSource(names = {"ALIAS", "AT_ONCE", "STAGE", "STAGE_AT_ONCE"})
  void afterALongOutageItIsToldUntilSomeoneTakesItOver(SampleRequest kind) {
    StoppableRelease play = promotedUnheard(kind);
    play.invokeLastHandler();
    Map<String, Object> promoted = play.targets.read();
    assertThat(promoted).isNotEqualTo(play.before);
    play.faults().always("GetAlias", OUTAGE);
    play.faults().always("GetStage", OUTAGE);
    assertThat(play.restore().failed()).isTrue();
    assertThat(play.sweep().failed()).isTrue();
    play.advance(Duration.ofMinutes(15));
    play.faults().clear();

    StopEvents.RestoreAnswer told = play.sweep();
    assertThat(told.failed()).isTrue();
    assertThat(told.body().get("errorMessage").toString())
        .contains(
            "can't be told any more; left unchanged: if it is wanted, change its description");
    assertThat(play.targets.read()).isEqualTo(promoted);

    play.targets.describeAlias("kept by Ann");
    play.targets.patchStage("/description", "kept by Ann");
    assertThat(play.sweep().failed()).isFalse();
  }

  @Test
  void aLaterReleaseOfTheSameVersionIsNotAskedAbout() {
    StoppableRelease play = promotedUnheard(SampleRequest.AT_ONCE);
    play.restore();
    play.startAnother(SampleRequest.AT_ONCE.request(false));
    play.advance(Duration.ofSeconds(30));
    Map<String, Object> watched = play.targets.read();
    assertThat(watched).isNotEqualTo(play.before);

    play.advance(Duration.ofMinutes(20));
    assertThat(play.sweep().failed()).isFalse();
    assertThat(play.targets.read()).isEqualTo(watched);
  }

  /** Without the event, Sweep restores; the concurrency of the old version then fails. */
  @Test
  void requestsThatAwsKeepsOnTheCanaryAfterTheRestoreAreSentBack() {
    StoppableRelease play =
        StoppableRelease.stoppedIn(
            LOCAL.runtime(), SampleRequest.AT_ONCE.request(false), "Watch", 1);
    play.rehearsal.world().lambda().putProvisionedConcurrency("orders", "live", 2);
    play.run();
    play.rehearsal.world().lambda().setProvisioningTime(Duration.ofMinutes(3));
    assertThat(play.sweep().list("restored")).asString().contains("version 7 with 8 at 100 %");

    play.rehearsal.world().lambda().setVersionState("orders", "7", FunctionState.FAILED);
    assertThat(play.sweep().list("restored")).asString().isEqualTo("[orders:live is at version 7]");
    assertThat(play.sweep().list("restored")).isEmpty();
    assertThat(play.targets.read()).isEqualTo(play.before);
  }
}
