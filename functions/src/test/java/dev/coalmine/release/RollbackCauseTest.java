package dev.coalmine.release;

import static dev.coalmine.release.ReleaseFixtures.at;
import static dev.coalmine.release.ReleaseFixtures.found;
import static dev.coalmine.release.ReleaseFixtures.minute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.request.Hooks;
import dev.coalmine.request.InconclusiveAction;
import dev.coalmine.request.SteeringCommand;
import dev.coalmine.request.SteeringEntry;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Weight;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way back, and what it counts as. */
class RollbackCauseTest {
  private static final Hooks HOOKS = new Hooks("smoke", "check", "e2e");
  private static final String OTHER = "arn:aws:states:us-east-1:1:execution:coalmine:orders-9";

  /** A release that goes back. */
  private enum RollbackScenario {
    AN_ALARM(RollbackCause.ALARM) {
      @Override
      Release back() {
        return look(Promotion.shifted(watched(), minute(0)), minute(1), AlarmState.ALARM);
      }
    },
    AN_ALARM_DURING_THE_WATCH(RollbackCause.ALARM) {
      @Override
      Release back() {
        return look(promoted(watched()), minute(6), AlarmState.ALARM);
      }
    },
    TOO_MANY_ERRORS(RollbackCause.ERRORS) {
      @Override
      Release back() {
        return measured(RollbackCause.ERRORS, AlarmState.OK);
      }
    },
    TOO_SLOW(RollbackCause.LATENCY) {
      @Override
      Release back() {
        return measured(RollbackCause.LATENCY, AlarmState.OK);
      }
    },
    PROBES_THAT_FAIL(RollbackCause.PROBE) {
      @Override
      Release back() {
        return measured(RollbackCause.PROBE, AlarmState.OK);
      }
    },
    NO_REQUESTS_THAT_SHOULD_BE_THERE(RollbackCause.NO_TRAFFIC) {
      @Override
      Release back() {
        return measured(RollbackCause.NO_TRAFFIC, AlarmState.OK);
      }
    },
    TOO_SLOW_WITH_AN_ALARM(RollbackCause.LATENCY) {
      @Override
      Release back() {
        return measured(RollbackCause.LATENCY, AlarmState.ALARM);
      }
    },
    TIME_IS_UP(RollbackCause.TIME) {
      @Override
      Release back() {
        return look(
            Promotion.shifted(watched(), minute(0)), minute(20), AlarmState.INSUFFICIENT_DATA);
      }
    },
    A_HOOK_SAYS_NO(RollbackCause.HOOK) {
      @Override
      Release back() {
        return told(hooked(), Map.of("status", "Failed"), Optional.empty());
      }
    },
    A_HOOK_DOES_NOT_ANSWER(RollbackCause.HOOK) {
      @Override
      Release back() {
        return told(hooked(), Map.of(), Optional.of("no answer before the timeout"));
      }
    },
    A_PERSON_ROLLS_IT_BACK(RollbackCause.PERSON) {
      @Override
      Release back() {
        return told(baking(), said("ROLL_BACK", "ann"), Optional.empty());
      }
    },
    A_PERSON_REJECTS_IT(RollbackCause.PERSON) {
      @Override
      Release back() {
        return told(asking(), said("REJECT", "ann"), Optional.empty());
      }
    },
    NOBODY_ANSWERS(RollbackCause.UNANSWERED) {
      @Override
      Release back() {
        return look(asking(), minute(5 + 24 * 60));
      }
    },
    A_NEWER_RELEASE(RollbackCause.REPLACED) {
      @Override
      Release back() {
        return told(baking(), said("ROLL_BACK", OTHER), Optional.empty());
      }
    },
    SOMEBODY_WAS_FIRST(RollbackCause.OVERTAKEN) {
      @Override
      Release back() {
        return ReleaseRollback.afterRefusal(baking(), "orders:live is split", false);
      }
    },
    A_STATE_FAILS(RollbackCause.FAULT) {
      @Override
      Release back() {
        return ReleaseRollback.afterFailure(baking(), "could not continue: AccessDenied");
      }
    },
    CAPACITY_NEVER_COMES(RollbackCause.FAULT) {
      @Override
      Release back() {
        Snapshot settling = ReleaseFixtures.diverted("8", "7", "IN_PROGRESS");
        Release settles =
            Promotion.promoted(
                look(Promotion.shifted(ReleaseFixtures.prepared(10), minute(0)), minute(5)),
                List.of(settling),
                minute(5));
        return look(settles, minute(36), settling);
      }
    },
    IT_IS_TAKEN_BACK_AFTER_ITS_END(RollbackCause.REVERTED) {
      @Override
      Release back() {
        return ReleaseRollback.revert(
            Promotion.finish(promoted(watched()), "watched for 3 min"),
            OTHER,
            minute(60),
            new SteeringEntry(SteeringCommand.ROLL_BACK, "ann", "", minute(60)),
            minute(60));
      }
    };

    private final RollbackCause cause;

    RollbackScenario(RollbackCause cause) {
      this.cause = cause;
    }

    abstract Release back();
  }

  private static Release baking() {
    return Promotion.shifted(ReleaseFixtures.prepared(10, 50), minute(0));
  }

  private static Release hooked() {
    return Promotion.shifted(
        ReleaseFixtures.hooked(HOOKS, ReleaseFixtures.approved(), 10, 50), minute(0));
  }

  private static Release asking() {
    Release baking =
        ReleaseFixtures.prepared(
            InconclusiveAction.ROLL_BACK, List.of(), ReleaseFixtures.approved(50), 10, 50);
    return look(Promotion.shifted(baking, minute(0)), minute(5));
  }

  private static Release watched() {
    WatchedAlarm calm = WatchedAlarm.atStart(reading(AlarmState.OK, ReleaseFixtures.NOON));
    return ReleaseFixtures.prepared(InconclusiveAction.ROLL_BACK, List.of(calm), 10);
  }

  private static Release promoted(Release prepared) {
    return Promotion.promoted(
        look(Promotion.shifted(prepared, minute(0)), minute(5), AlarmState.OK),
        List.of(found(AliasRouting.allTo("8"))),
        minute(5));
  }

  private static Release look(Release release, Instant now, Snapshot... found) {
    Snapshot stands = found.length > 0 ? found[0] : at(release.weight().percent());
    return new Analysis(now, List.of(stands), List.of(), List.of()).decide(release);
  }

  private static Release look(Release release, Instant now, AlarmState state) {
    Snapshot stands =
        release.weight().equals(Weight.ALL)
            ? found(AliasRouting.allTo("8"))
            : at(release.weight().percent());
    AlarmReading reading = reading(state, state == AlarmState.OK ? ReleaseFixtures.NOON : now);
    return new Analysis(now, List.of(stands), List.of(reading), List.of()).decide(release);
  }

  private static AlarmReading reading(AlarmState state, Instant since) {
    boolean changed = since.isAfter(ReleaseFixtures.NOON);
    return new AlarmReading(
        "a",
        state,
        since,
        "31 errors",
        changed ? List.of(new AlarmReading.AlarmTransition(since, state)) : List.of());
  }

  /** Metrics that speak against the canary, and beside them an alarm. */
  private static Release measured(RollbackCause cause, AlarmState alarm) {
    Release baking = Promotion.shifted(watched(), minute(0));
    MetricReading bad =
        new MetricReading(
            Verdict.FAIL,
            "31 of 31",
            Weight.NONE,
            baking.targetProgress().get(0).memory(),
            MetricSample.awaiting(ReleaseFixtures.NOON),
            cause);
    AlarmReading beside = reading(alarm, alarm == AlarmState.OK ? ReleaseFixtures.NOON : minute(1));
    return new Analysis(minute(1), List.of(at(10)), List.of(beside), List.of(bad)).decide(baking);
  }

  private static Map<String, String> said(String command, String by) {
    return Map.of("command", command, "by", by);
  }

  private static Release told(Release release, Object told, Optional<String> failure) {
    return new Steering(minute(6)).decide(release, told, failure);
  }

  @ParameterizedTest
  @EnumSource
  void everyWayBackHasItsCause(RollbackScenario way) {
    Release back = way.back();

    assertThat(back.decision()).isEqualTo(Decision.ROLL_BACK);
    assertThat(back.cause()).isEqualTo(way.cause);
  }

  /** An execution that was ended from outside goes no way of its own. */
  @Test
  void everyCauseIsThatOfSomeWayBack() {
    assertThat(Arrays.stream(RollbackScenario.values()).map(way -> way.cause))
        .containsOnly(
            Arrays.stream(RollbackCause.values())
                .filter(cause -> cause != RollbackCause.NONE && cause != RollbackCause.STOPPED)
                .toArray(RollbackCause[]::new));
  }

  @ParameterizedTest
  @EnumSource
  void whatGoesWrongOnTheWayBackIsNoOtherCause(RollbackScenario way) {
    Release back = way.back();

    assertThat(ReleaseRollback.afterFailure(back, "x").cause()).isEqualTo(way.cause);
    assertThat(ReleaseRollback.afterRefusal(back, "x", false).cause()).isEqualTo(way.cause);
  }

  @ParameterizedTest
  @CsvSource({"SKIP", "PROMOTE", "PAUSE", "LOOK"})
  void aReleaseThatGoesOnHasNone(String command) {
    assertThat(told(baking(), said(command, "ann"), Optional.empty()).cause())
        .isEqualTo(RollbackCause.NONE);
    assertThat(look(Promotion.shifted(watched(), minute(0)), minute(5), AlarmState.OK).cause())
        .isEqualTo(RollbackCause.NONE);
  }
}
