package dev.coalmine.release;

import static dev.coalmine.release.ReleaseFixtures.at;
import static dev.coalmine.release.ReleaseFixtures.found;
import static dev.coalmine.release.ReleaseFixtures.minute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.request.GateRule;
import dev.coalmine.request.InconclusiveAction;
import dev.coalmine.request.PromotionRule;
import dev.coalmine.request.SteeringCommand;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.Snapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What the stack demands before 100 % holds for evidence, plans and people. */
class PromotionHoldTest {
  private static final PromotionRule BAKES =
      new PromotionRule(Duration.ofMinutes(8), GateRule.NONE);
  private static final PromotionRule GATED = new PromotionRule(Duration.ZERO, GateRule.ANY);
  private static final Snapshot PROMOTED = found(AliasRouting.allTo("8"));

  /** At ten percent since noon, with steps of five minutes and an alarm. */
  private static Release baking(PromotionRule rule) {
    Release prepared =
        ReleaseFixtures.prepared(
            rule, InconclusiveAction.ROLL_BACK, List.of(alarm(AlarmState.OK)), 10);
    return Promotion.shifted(prepared, minute(0));
  }

  private static WatchedAlarm alarm(AlarmState state) {
    return WatchedAlarm.atStart(reading(state));
  }

  private static AlarmReading reading(AlarmState state) {
    return new AlarmReading("orders-errors", state, minute(-60), "", List.of());
  }

  private static Release check(Release release, int minute, AlarmState state) {
    return new Analysis(minute(minute), List.of(at(10)), List.of(reading(state)), List.of())
        .decide(release);
  }

  private static Release tell(Release release, SteeringCommand command, int minute) {
    return new Steering(minute(minute))
        .decide(release, Map.of("command", command.name(), "by", "ann"), Optional.empty());
  }

  @ParameterizedTest
  @EnumSource(names = {"PROMOTE", "SKIP"})
  void nobodyPromotesBeforeTheShortestBake(SteeringCommand command) {
    Release checked = check(baking(BAKES), 2, AlarmState.OK);
    Release told = tell(checked, command, 3);

    assertThat(told.decision()).isEqualTo(Decision.CHECK);
    assertThat(told.reason())
        .endsWith(
            ": the release stays below 100 % until 2026-01-01T12:08:00Z (the stack's parameter"
                + " MinimumBake is PT8M)");
    assertThat(tell(checked, command, 8).decision()).isEqualTo(Decision.PROMOTE);
  }

  @ParameterizedTest
  @CsvSource({"5, KEEP_BAKING", "7, KEEP_BAKING", "8, PROMOTE"})
  void aStepThatPassesEarlierBakesOn(int minute, Decision decision) {
    Release checked = check(baking(BAKES), minute, AlarmState.OK);

    assertThat(checked.decision()).isEqualTo(decision);
    if (decision == Decision.KEEP_BAKING) {
      assertThat(checked.reason()).contains("passed", "stays below 100 % until 2026-01-01T12:08");
      assertThat(checked.waitSeconds()).isEqualTo(60L * Math.min(2, 8 - minute));
    }
  }

  /** A quiet alarm is a gate, but no comparison of errors; one that was on before is neither. */
  @ParameterizedTest
  @CsvSource({
    "ANY,     OK,    PROMOTE",
    "ANY,     ALARM, KEEP_BAKING",
    "METRICS, OK,    KEEP_BAKING",
    "NONE,    ALARM, PROMOTE"
  })
  void aStepPassesByTheGateThatTheStackAsksFor(GateRule gate, AlarmState state, Decision decision) {
    Release baking =
        Promotion.shifted(
            ReleaseFixtures.prepared(
                new PromotionRule(Duration.ZERO, gate),
                InconclusiveAction.ROLL_BACK,
                List.of(alarm(state)),
                10),
            minute(0));
    Release checked = check(baking, 5, state);

    assertThat(checked.decision()).isEqualTo(decision);
    if (decision == Decision.KEEP_BAKING) {
      assertThat(tell(checked, SteeringCommand.PROMOTE, 6).decision()).isEqualTo(Decision.CHECK);
    }
  }

  @ParameterizedTest
  @CsvSource({"OK, PROMOTE", "INSUFFICIENT_DATA, CHECK"})
  void nobodyPromotesWhatTheGateHasNotPassed(AlarmState state, Decision decision) {
    Release checked = check(baking(GATED), 2, state);

    for (SteeringCommand command : List.of(SteeringCommand.PROMOTE, SteeringCommand.SKIP)) {
      Release told = tell(checked, command, 3);
      assertThat(told.decision()).isEqualTo(decision);
      if (decision == Decision.CHECK) {
        assertThat(told.reason())
            .endsWith(
                ": the release has not passed its gate, which the stack's parameter RequireGate"
                    + " asks for: INCONCLUSIVE");
      }
    }
  }

  @Test
  void peopleMayRollBackAndPauseAtAnyTime() {
    for (PromotionRule rule : List.of(BAKES, GATED)) {
      Release release = baking(rule);
      assertThat(tell(release, SteeringCommand.ROLL_BACK, 1).decision())
          .isEqualTo(Decision.ROLL_BACK);
      assertThat(tell(release, SteeringCommand.PAUSE, 1).reason()).startsWith("paused by ann");
    }
  }

  @ParameterizedTest
  @CsvSource({"false, FINISH", "true, KEEP_WATCHING"})
  void aWatchThatSawNothingGoodDoesNotEndAsPromoted(boolean gated, Decision decision) {
    Release promoted = promotedAtOnce(gated ? GATED : PromotionRule.NONE);

    assertThat(watch(promoted, 3, AlarmState.INSUFFICIENT_DATA).decision()).isEqualTo(decision);
    assertThat(watch(promoted, 3, AlarmState.OK).decision()).isEqualTo(Decision.FINISH);
  }

  @Test
  void aReleaseThatNeverPassesItsGateIsTakenBack() {
    Release unproven = watch(promotedAtOnce(GATED), 33, AlarmState.INSUFFICIENT_DATA);

    assertThat(unproven.decision()).isEqualTo(Decision.ROLL_BACK);
    assertThat(unproven.cause()).isEqualTo(RollbackCause.TIME);
  }

  @Test
  void nobodyEndsAWatchBeforeTheGateHasPassed() {
    Release promoted = promotedAtOnce(GATED);
    Release unseen = watch(promoted, 1, AlarmState.INSUFFICIENT_DATA);

    assertThat(tell(unseen, SteeringCommand.SKIP, 2).decision()).isEqualTo(Decision.CHECK);
    assertThat(tell(watch(promoted, 1, AlarmState.OK), SteeringCommand.SKIP, 2).decision())
        .isEqualTo(Decision.FINISH);
  }

  private static Release promotedAtOnce(PromotionRule rule) {
    Release prepared =
        ReleaseFixtures.prepared(rule, InconclusiveAction.ROLL_BACK, List.of(alarm(AlarmState.OK)));
    return Promotion.promoted(prepared, List.of(PROMOTED), minute(0));
  }

  private static Release watch(Release release, int minute, AlarmState state) {
    return new Analysis(minute(minute), List.of(PROMOTED), List.of(reading(state)), List.of())
        .decide(release);
  }
}
