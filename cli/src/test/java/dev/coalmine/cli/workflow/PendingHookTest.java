package dev.coalmine.cli.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.cli.testing.ParallelReleases;
import dev.coalmine.cli.testing.StopEvents;
import dev.coalmine.cli.testing.StoppableRelease;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What happens to a release while it awaits a hook. */
@Timeout(300)
class PendingHookTest extends HookFixture {
  private static ParallelReleases awaiting(StoppableRelease.SampleRequest kind, String hook) {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "\"Pending\"");
    state(releases, "OK");
    releases
        .start("one", with(kind.request(true), "{\"%s\": \"check\"}".formatted(hook)))
        .advance(SOON);
    assertThat(releases.state("one")).isEqualTo("CallHook");
    return releases;
  }

  private static void state(ParallelReleases releases, String value) {
    releases
        .world
        .cloudWatch()
        .call(
            "SetAlarmState",
            Map.of("AlarmName", "orders-errors", "StateValue", value, "StateReason", "by hand"));
  }

  @ParameterizedTest
  @CsvSource({
    "ALIAS, beforeTraffic, Refused",
    "ALIAS, eachStep, RolledBack",
    "STAGE_AND_ALIAS, eachStep, RolledBack",
    "AT_ONCE, afterTraffic, RolledBack"
  })
  void anAlarmIsHeardWhileAHookIsAwaited(
      StoppableRelease.SampleRequest kind, String hook, String outcome) {
    ParallelReleases releases = awaiting(kind, hook);
    state(releases, "ALARM");
    releases.advance(Duration.ofSeconds(20));

    assertThat(releases.resultOf("one"))
        .startsWith(outcome + ": alarm orders-errors has been in ALARM since");
    assertThat(releases.targets.read()).isEqualTo(releases.before);
  }

  @ParameterizedTest
  @CsvSource({
    "ALIAS, beforeTraffic, Refused",
    "STAGE, beforeTraffic, Refused",
    "STAGE_AND_ALIAS, eachStep, RolledBack",
    "AT_ONCE, afterTraffic, RolledBack"
  })
  void aPersonIsHeardWhileAHookIsAwaited(
      StoppableRelease.SampleRequest kind, String hook, String outcome) {
    ParallelReleases releases = awaiting(kind, hook);
    releases.answerTask(
        "one", "{\"command\": \"ROLL_BACK\", \"by\": \"ann\", \"why\": \"enough\"}");
    releases.advance(Duration.ofSeconds(20));

    assertThat(releases.resultOf("one")).startsWith(outcome + ": rolled back by ann: enough");
    assertThat(releases.targets.read()).isEqualTo(releases.before);
  }

  @ParameterizedTest
  @CsvSource({"beforeTraffic, PT1H", "eachStep, PT15M", "afterTraffic, PT15M"})
  void aHookThatIsAskedAgainHasNoMoreTime(String hook, Duration patience) {
    ParallelReleases releases =
        awaiting(
            StoppableRelease.SampleRequest.valueOf(hook.equals("eachStep") ? "ALIAS" : "AT_ONCE"),
            hook);
    Duration third = patience.dividedBy(3);
    for (int pause = 0; pause < 2; pause++) {
      releases.advance(third).answerTask("one", "{\"command\": \"PAUSE\", \"by\": \"ann\"}");
      releases.advance(Duration.ofSeconds(1));
      assertThat(releases.state("one")).isEqualTo("CallHook");
    }
    assertThat(releases.asked).hasSize(3);
    releases.advance(third);

    assertThat(releases.resultOf("one")).contains("no answer before the timeout");
  }

  @ParameterizedTest
  @EnumSource(names = {"ALIAS", "AT_ONCE", "STAGE_AND_ALIAS"})
  void whereverItIsStoppedEveryTargetIsAsBefore(StoppableRelease.SampleRequest kind) {
    String request =
        kind.request(false)
            .replaceFirst(
                "\\{",
                "{\"hooks\": {\"beforeTraffic\": \"orders-smoke\", \"eachStep\": \"orders-check\","
                    + " \"afterTraffic\": \"orders-e2e\"}, ");
    StoppableRelease whole = StoppableRelease.stoppedAt(LOCAL.runtime(), request, -1).run();
    assertThat(whole.states).contains("CallHook", "Steer", "Watch");

    for (int event = 2; event < whole.events; event++) {
      StoppableRelease play = StoppableRelease.stoppedAt(LOCAL.runtime(), request, event).run();
      StopEvents.RestoreAnswer restored = play.restore();

      assertThat(restored.failed()).as("%d: %s", event, restored).isFalse();
      assertThat(restored.decision()).isNotEqualTo("STUCK");
      assertThat(play.targets.read()).as("stopped at event %d", event).isEqualTo(play.before);
      assertThat(play.sweep().list("restored")).as("swept after event %d", event).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ALIAS, beforeTraffic",
    "STAGE, beforeTraffic",
    "STAGE_AND_ALIAS, eachStep",
    "AT_ONCE, afterTraffic",
    "STAGE_AND_ALIAS, afterTraffic"
  })
  void aReleaseThatIsStoppedWhileItAwaitsAHookIsTakenBack(
      StoppableRelease.SampleRequest kind, String hook) {
    ParallelReleases releases =
        new ParallelReleases(LOCAL.runtime()).createHook("check", "\"Pending\"");
    releases.start("one", request(kind, hook));
    for (int look = 0; look < 60 && !releases.state("one").equals("CallHook"); look++) {
      releases.advance(Duration.ofSeconds(10));
    }
    assertThat(releases.state("one")).isEqualTo("CallHook");
    releases.stop("one");
    releases.advance(Duration.ofSeconds(10));

    assertThat(releases.targets.read()).isEqualTo(releases.before);
  }
}
