package dev.coalmine.release;

import static dev.coalmine.release.ReleaseFixtures.at;
import static dev.coalmine.release.ReleaseFixtures.found;
import static dev.coalmine.release.ReleaseFixtures.minute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.request.Hooks;
import dev.coalmine.request.InconclusiveAction;
import dev.coalmine.request.Plan;
import dev.coalmine.request.SteeringCommand;
import dev.coalmine.request.SteeringEntry;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Weight;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes of what a release is told while it waits. */
class SteeringTest {
  private static final Hooks HOOKS = new Hooks("smoke", "check", "e2e");

  /** A release as it may be found. */
  private enum ReleaseScenario {
    BAKING {
      @Override
      Release release() {
        return Promotion.shifted(ReleaseFixtures.prepared(10, 50), minute(0));
      }
    },
    PAUSED {
      @Override
      Release release() {
        return tell(BAKING.release(), "PAUSE", minute(1));
      }
    },
    ASKED {
      @Override
      Release release() {
        Release baking =
            Promotion.shifted(
                ReleaseFixtures.prepared(
                    InconclusiveAction.ROLL_BACK, List.of(), ReleaseFixtures.approved(50), 10, 50),
                minute(0));
        return look(baking, minute(5), at(10));
      }
    },
    ASKED_BEFORE_TRAFFIC {
      @Override
      Release release() {
        return ReleaseFixtures.prepared(
            InconclusiveAction.ROLL_BACK, List.of(), ReleaseFixtures.approved(10), 10, 50);
      }
    },
    UNPROVEN {
      @Override
      Release release() {
        List<WatchedAlarm> silent =
            List.of(
                WatchedAlarm.atStart(
                    new AlarmReading(
                        "a", AlarmState.INSUFFICIENT_DATA, ReleaseFixtures.NOON, "", List.of())));
        Release baking =
            Promotion.shifted(
                ReleaseFixtures.prepared(InconclusiveAction.ASK, silent, 10, 50), minute(0));
        AlarmReading reading =
            new AlarmReading(
                "a", AlarmState.INSUFFICIENT_DATA, ReleaseFixtures.NOON, "", List.of());
        return new Analysis(minute(20), List.of(at(10)), List.of(reading), List.of())
            .decide(baking);
      }
    },
    HOOK {
      @Override
      Release release() {
        return Promotion.shifted(
            ReleaseFixtures.hooked(HOOKS, ReleaseFixtures.approved(), 10, 50), minute(0));
      }
    },
    WATCHED {
      @Override
      Release release() {
        Release baked =
            look(Promotion.shifted(ReleaseFixtures.prepared(10), minute(0)), minute(5), at(10));
        return Promotion.promoted(baked, List.of(found(AliasRouting.allTo("8"))), minute(5));
      }
    },
    WATCHED_WITH_HOOK {
      @Override
      Release release() {
        return Promotion.promoted(
            ReleaseFixtures.hooked(HOOKS, ReleaseFixtures.approved()),
            List.of(found(AliasRouting.allTo("8"))),
            minute(5));
      }
    },
    GOING_BACK {
      @Override
      Release release() {
        Release back = BAKING.release();
        return back.with(back.progress().inPhase(ReleaseProgress.Phase.GOING_BACK, minute(1)));
      }
    },
    CLAIMING {
      @Override
      Release release() {
        Release claiming = ReleaseFixtures.prepared(10);
        return claiming.with(
            claiming.progress().inPhase(ReleaseProgress.Phase.CLAIMING, minute(0)));
      }
    };

    abstract Release release();
  }

  private static Release look(Release release, Instant now, Snapshot found) {
    return new Analysis(now, List.of(found), List.of(), List.of()).decide(release);
  }

  private static Release tell(Release release, String command, Instant now) {
    return new Steering(now)
        .decide(
            release, Map.of("command", command, "by", "ann", "why", "I say so"), Optional.empty());
  }

  /** The alarms a, seen OK at minute 1, and old, in ALARM before the release. */
  private static Release gated(Release release) {
    return release.with(
        release
            .progress()
            .withAlarms(
                List.of(
                    new WatchedAlarm("a", false, minute(1), AlarmState.OK),
                    new WatchedAlarm("old", true, minute(1), AlarmState.ALARM))));
  }

  @ParameterizedTest
  @CsvSource({
    "BAKING,  LOOK,  a,   2, ROLL_BACK",
    "PAUSED,  LOOK,  a,   2, ROLL_BACK",
    "HOOK,    LOOK,  a,   2, ROLL_BACK",
    "WATCHED, LOOK,  a,   2, CHECK",
    "BAKING,  LOOK,  old, 2, CHECK",
    "BAKING,  LOOK,  b,   2, CHECK",
    "BAKING,  LOOK,  a,   1, CHECK",
    "BAKING,  PAUSE, a,   2, KEEP_BAKING"
  })
  void aNewAlarmOfTheGateRollsABakeBackAndAnyOtherLooks(
      ReleaseScenario which, String command, String alarm, int at, Decision decision) {
    Map<String, Object> message =
        Map.of(
            "command",
            command,
            "by",
            "alarm " + alarm,
            "alarm",
            new FiredAlarm(alarm, minute(at), "too many").toMessage());

    Release told =
        new Steering(minute(3)).decide(gated(which.release()), message, Optional.empty());

    assertThat(told.decision()).isEqualTo(decision);
    if (decision == Decision.ROLL_BACK) {
      assertThat(told.cause()).isEqualTo(RollbackCause.ALARM);
      assertThat(told.reason())
          .startsWith("alarm a has been in ALARM since " + minute(2) + ": too many, at weight");
      assertThat(told.analysis().verdict()).isEqualTo(Verdict.FAIL);
      assertThat(told.analysis().alarmFindings())
          .contains(new AnalysisResult.AlarmFinding("a", AlarmState.ALARM, minute(2), false));
      assertThat(told.progress().alarms().get(0).lastSeenChange()).isEqualTo(minute(2));
    }
  }

  @ParameterizedTest
  @CsvSource({"''", "noon", "+1000000000-12-31T23:59:59.999999999Z"})
  void anAlarmWithoutATimeLeadsToALook(String at) {
    Map<String, Object> fields = Map.of("name", "a", "at", at);
    Map<String, Object> message = Map.of("command", "LOOK", "by", "alarm a", "alarm", fields);

    assertThat(
            new Steering(minute(3))
                .decide(gated(ReleaseScenario.BAKING.release()), message, Optional.empty())
                .decision())
        .isEqualTo(Decision.CHECK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BAKING | LOOK     | CHECK       | ann: I say so",
        "BAKING | PAUSE    | KEEP_BAKING | paused by ann: I say so",
        "BAKING | RESUME   | -           | is not paused",
        "BAKING | SKIP     | ADVANCE     | rest of the bake at 10 % skipped by ann: I say so",
        "BAKING | PROMOTE  | PROMOTE     | promoted by ann: I say so",
        "BAKING | ROLL_BACK| ROLL_BACK   | rolled back by ann: I say so, at weight 10",
        "BAKING | APPROVE  | -           | is not waiting for approval",
        "BAKING | REJECT   | -           | is not waiting for approval",
        "PAUSED | PAUSE    | -           | is paused",
        "PAUSED | RESUME   | CHECK       | resumed by ann: I say so",
        "PAUSED | SKIP     | ADVANCE     | rest of the bake at 10 % skipped by ann: I say so",
        "PAUSED | PROMOTE  | PROMOTE     | promoted by ann: I say so",
        "PAUSED | ROLL_BACK| ROLL_BACK   | rolled back by ann: I say so, at weight 10",
        "PAUSED | APPROVE  | -           | is not waiting for approval",
        "ASKED  | APPROVE  | CHECK       | 50 % approved by ann: I say so",
        "ASKED  | REJECT   | ROLL_BACK   | rejected by ann: I say so, at weight 10",
        "ASKED  | ROLL_BACK| ROLL_BACK   | rolled back by ann: I say so, at weight 10",
        "ASKED  | PAUSE    | -           | is waiting for approval of 50 %",
        "ASKED  | RESUME   | -           | is not paused",
        "ASKED  | SKIP     | -           | is waiting for approval of 50 %: approve or reject it"
            + " first",
        "ASKED  | PROMOTE  | -           | is waiting for approval of 50 %: approve or reject it"
            + " first",
        "ASKED_BEFORE_TRAFFIC | APPROVE | ADVANCE   | 10 % approved by ann: I say so",
        "ASKED_BEFORE_TRAFFIC | REJECT  | ROLL_BACK | rejected by ann: I say so, at weight 0",
        "UNPROVEN | APPROVE | PROMOTE   | 100 % approved by ann: I say so; not enough data yet:"
            + " alarm a is INSUFFICIENT_DATA",
        "UNPROVEN | REJECT  | ROLL_BACK | rejected by ann: I say so, at weight 10",
        "HOOK   | PAUSE    | -           | is waiting for hook eachStep (check)",
        "HOOK   | PROMOTE  | -           | is waiting for hook eachStep (check)",
        "HOOK   | ROLL_BACK| ROLL_BACK   | rolled back by ann: I say so, at weight 10",
        "HOOK   | LOOK     | CHECK       | ann: I say so",
        "WATCHED| SKIP     | FINISH      | 1 step passed in 5 min; watch ended by ann: I say so",
        "WATCHED| ROLL_BACK| ROLL_BACK   | rolled back by ann: I say so, at weight 100",
        "WATCHED| PAUSE    | -           | is already promoted and only being watched",
        "WATCHED| PROMOTE  | -           | is already promoted and only being watched",
        "WATCHED| APPROVE  | -           | is already promoted and only being watched",
        "WATCHED_WITH_HOOK | SKIP      | -         | is waiting for hook afterTraffic (e2e)",
        "WATCHED_WITH_HOOK | ROLL_BACK | ROLL_BACK | rolled back by ann: I say so, at weight 100",
        "GOING_BACK | ROLL_BACK | -      | is being rolled back",
        "CLAIMING   | ROLL_BACK | -      | has not started yet"
      })
  void aCommandIsFollowedWhereItMakesSenseAndElseSaysWhyNot(
      ReleaseScenario found, SteeringCommand command, String decision, String reason) {
    Release release = found.release();
    Release told = tell(release, command.name(), minute(6));

    if (decision.equals("-")) {
      assertThat(Steering.notAllowedReason(release, command, minute(6))).contains(reason);
      assertThat(told.decision()).isEqualTo(Decision.CHECK);
      assertThat(told.reason())
          .isEqualTo(
              "ignored %s by ann: I say so: the release %s".formatted(command.toText(), reason));
      assertThat(told.approvals()).isEqualTo(release.approvals());
    } else {
      assertThat(Steering.notAllowedReason(release, command, minute(6))).isEmpty();
      assertThat(told.decision()).isEqualTo(Decision.valueOf(decision));
      assertThat(told.reason()).isEqualTo(reason);
    }
  }

  @Test
  void whoSaidWhatAndWhyStaysInTheRecord() {
    Release told =
        tell(tell(ReleaseScenario.BAKING.release(), "PAUSE", minute(1)), "RESUME", minute(3));

    assertThat(told.approvals().entries())
        .containsExactly(
            new SteeringEntry(SteeringCommand.PAUSE, "ann", "I say so", minute(1)),
            new SteeringEntry(SteeringCommand.RESUME, "ann", "I say so", minute(3)));
    assertThat(tell(told, "LOOK", minute(4)).approvals().entries()).hasSize(2);
  }

  @Test
  void timeThatPeopleTookIsNotTheReleases() {
    Release baking = ReleaseScenario.BAKING.release();
    Release resumed = tell(tell(baking, "PAUSE", minute(1)), "RESUME", minute(61));

    assertThat(resumed.deadline()).isEqualTo(baking.deadline().plus(Duration.ofHours(1)));
  }

  @Test
  void aPauseHoldsTheWeightHoweverWellItGoesAndEndsAsARollback() {
    Release paused = ReleaseScenario.PAUSED.release();

    Release held = look(paused, minute(30), at(10));
    assertThat(held.decision()).isEqualTo(Decision.KEEP_BAKING);
    assertThat(held.reason())
        .isEqualTo("paused: time alone: the gate has no alarms and no metrics");
    Release over = look(paused, minute(1 + 24 * 60), at(10));
    assertThat(over.decision()).isEqualTo(Decision.ROLL_BACK);
    assertThat(over.reason()).startsWith("paused, no answer within 24 h: ");
  }

  @Test
  void whatWasApprovedIsNotAskedAgain() {
    Release allowed = tell(ReleaseScenario.ASKED.release(), "APPROVE", minute(6));
    Release on = look(allowed, minute(6), at(10));

    assertThat(on.decision()).isEqualTo(Decision.ADVANCE);
    assertThat(ApprovalWait.isNeeded(on, Weight.ALL)).isFalse();
  }

  @Test
  void eachWeightIsAskedForByItself() {
    Release baking =
        Promotion.shifted(
            ReleaseFixtures.prepared(
                InconclusiveAction.ROLL_BACK, List.of(), ReleaseFixtures.approved(50, 100), 10, 50),
            minute(0));
    Release fifty = tell(look(baking, minute(5), at(10)), "APPROVE", minute(6));
    Release at50 = Promotion.shifted(look(fifty, minute(6), at(10)), minute(6));
    Release all = look(at50, minute(11), at(50));

    assertThat(all.decision()).isEqualTo(Decision.ASK);
    assertThat(all.event()).isEqualTo(ReleaseEvent.WAITING_FOR_APPROVAL);
    assertThat(all.reason()).startsWith("waiting for approval of 100 %: step at 50 % passed: ");
  }

  @Test
  void whoPromotesAllowsIt() {
    Release baking =
        Promotion.shifted(
            ReleaseFixtures.prepared(
                InconclusiveAction.ROLL_BACK, List.of(), ReleaseFixtures.approved(100), 10),
            minute(0));

    Release promoted = tell(baking, "PROMOTE", minute(1));
    assertThat(promoted.decision()).isEqualTo(Decision.PROMOTE);
    assertThat(PlannedWrites.of(promoted).pending().get(0).wanted())
        .isEqualTo(AliasRouting.allTo("8"));
  }

  @Test
  void whoSkipsABakeDoesNotAllowTheNextWeightAndWhoAllowsItDoesNotWaitForTheBake() {
    Release baking =
        Promotion.shifted(
            ReleaseFixtures.prepared(
                InconclusiveAction.ROLL_BACK, List.of(), ReleaseFixtures.approved(50), 10, 50),
            minute(0));

    Release asking = tell(baking, "SKIP", minute(1));
    assertThat(asking.decision()).isEqualTo(Decision.ASK);
    assertThat(tell(asking, "APPROVE", minute(2)).decision()).isEqualTo(Decision.ADVANCE);
  }

  @ParameterizedTest
  @CsvSource({"1, 4", "4, 16", "13, 50", "30, 50", "50, 100"})
  void skippingWhereEvidenceSetsThePaceGoesOneRungUp(int weight, int next) {
    assertThat(Plan.PACED.skipWeight(new Weight(weight))).isEqualTo(new Weight(next));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{status=Succeeded}               | KEEP_BAKING | hook eachStep (check) passed",
        "{status=Succeeded, message=fine} | KEEP_BAKING | hook eachStep (check) passed: fine",
        "{Status=FAILED, Message=no}      | ROLL_BACK   | hook eachStep (check) failed: no, at"
            + " weight 10",
        "{status=Failed}                  | ROLL_BACK   | hook eachStep (check) failed, at weight"
            + " 10",
        "{}                               | KEEP_BAKING | hook eachStep (check) passed",
        "{statusCode=200}                 | KEEP_BAKING | hook eachStep (check) passed",
        "{status=Failure, message=no}     | ROLL_BACK   | hook eachStep (check) failed: its status"
            + " \"Failure\" is not Succeeded, Failed or Pending: no, at weight 10"
      })
  void aHooksAnswerDecides(String answer, String decision, String reason) {
    Release told = answer(ReleaseScenario.HOOK.release(), tree(answer), minute(1));

    assertThat(told.decision()).isEqualTo(Decision.valueOf(decision));
    assertThat(told.reason()).isEqualTo(reason);
    assertThat(told.progress().hook().isPending()).isFalse();
  }

  private static Map<String, String> tree(String text) {
    Map<String, String> tree = new java.util.HashMap<>();
    for (String field : text.substring(1, text.length() - 1).split(", ", -1)) {
      if (!field.isEmpty()) {
        String[] pair = field.split("=", 2);
        tree.put(pair[0], pair[1]);
      }
    }
    return tree;
  }

  private static Release answer(Release release, Object answer, Instant now) {
    return new Steering(now).decide(release, answer, Optional.empty());
  }

  @Test
  void aHookThatFailedOrNeverAnsweredGoesBack() {
    Release told =
        new Steering(minute(1))
            .decide(
                ReleaseScenario.HOOK.release(),
                Map.of("Error", "States.Timeout"),
                Optional.of("no answer before the timeout"));

    assertThat(told.reason())
        .isEqualTo("hook eachStep (check) failed: no answer before the timeout, at weight 10");
  }

  @Test
  void hooksAreAskedBeforeTrafficAtEachStepAndAfterIt() {
    Release before = ReleaseFixtures.hooked(HOOKS, ReleaseFixtures.approved(), 10);
    assertThat(before.decision()).isEqualTo(Decision.CALL_HOOK);
    assertThat(before.progress().hook().function()).isEqualTo("smoke");
    assertThat(before.waitSeconds()).isEqualTo(20 * 60); // as long as the release has

    Release shifted = Promotion.shifted(answer(before, "Succeeded", minute(0)), minute(0));
    assertThat(shifted.decision()).isEqualTo(Decision.CALL_HOOK);
    assertThat(shifted.event()).isEqualTo(ReleaseEvent.SHIFTED);
    assertThat(shifted.waitSeconds()).isEqualTo(900);

    Release baked = look(answer(shifted, "Succeeded", minute(1)), minute(5), at(10));
    Release promoted =
        Promotion.promoted(baked, List.of(found(AliasRouting.allTo("8"))), minute(5));
    assertThat(promoted.progress().hook().function()).isEqualTo("e2e");
    assertThat(answer(promoted, "Succeeded", minute(6)).decision())
        .isEqualTo(Decision.KEEP_WATCHING);
  }

  @Test
  void aPersonAllowsTheFirstWeightBeforeAHookIsAsked() {
    Release asked = ReleaseFixtures.hooked(HOOKS, ReleaseFixtures.approved(10), 10);

    assertThat(asked.decision()).isEqualTo(Decision.ASK);
    assertThat(tell(asked, "APPROVE", minute(1)).decision()).isEqualTo(Decision.CALL_HOOK);
  }

  @Test
  void aHookIsAskedAgainWhileAwsStillMovesTheRequests() {
    Snapshot settling = ReleaseFixtures.diverted("8", "7", "IN_PROGRESS");
    Release promoted =
        Promotion.promoted(
            ReleaseFixtures.hooked(HOOKS, ReleaseFixtures.approved()),
            List.of(settling),
            minute(5));

    Release again = look(tell(promoted, "LOOK", minute(6)), minute(6), settling);
    assertThat(again.decision()).isEqualTo(Decision.CALL_HOOK);
  }

  @Test
  void whoIsAskedFirstHearsOfTheStartOnceItIsAllowed() {
    Release asked = ReleaseScenario.ASKED_BEFORE_TRAFFIC.release();
    assertThat(asked.event()).isEqualTo(ReleaseEvent.WAITING_FOR_APPROVAL);
    assertThat(tell(asked, "APPROVE", minute(6)).event()).isEqualTo(ReleaseEvent.STARTED);
  }

  @Test
  void aHookIsAskedAgainAfterALookThatFoundNothingWrong() {
    Release hook = ReleaseScenario.HOOK.release();
    Release again = look(tell(hook, "LOOK", minute(1)), minute(1), at(10));

    assertThat(again.decision()).isEqualTo(Decision.CALL_HOOK);
    assertThat(again.progress().hook()).isEqualTo(hook.progress().hook());
  }

  @Test
  void whatIsNoCommandIsNoMoreThanALook() {
    Release told = answer(ReleaseScenario.BAKING.release(), List.of(1), minute(1));

    assertThat(told.decision()).isEqualTo(Decision.CHECK);
    assertThat(told.reason()).isEqualTo("woken by an input that is not a command");
  }

  @Test
  void whatIsSaidIsKeptShort() {
    SteeringEntry said =
        new SteeringEntry(SteeringCommand.PAUSE, "a".repeat(999), "w".repeat(9999), minute(0));
    Approvals people = Approvals.initial(minute(0));
    for (int i = 0; i < 60; i++) {
      people = people.withEntry(said);
    }

    assertThat(said.by()).hasSize(200);
    assertThat(said.why()).hasSize(500);
    assertThat(people.entries()).hasSize(50);
  }
}
