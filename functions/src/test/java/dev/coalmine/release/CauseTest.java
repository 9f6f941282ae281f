package dev.coalmine.release;

import static dev.coalmine.release.Releases.at;
import static dev.coalmine.release.Releases.found;
import static dev.coalmine.release.Releases.minute;
import static org.assertj.core.api.Assertions.assertThat;

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
class CauseTest {
  private static final Hooks HOOKS = new Hooks("smoke", "check", "e2e");
  private static final String OTHER = "arn:aws:states:us-east-1:1:execution:coalmine:orders-9";

  /** A release that goes back. */
  private enum Way {
    AN_ALARM(Cause.ALARM) {
      @Override
      Release back() {
        return look(watched().shifted(minute(0)), minute(1), AlarmState.ALARM);
      }
    },
    AN_ALARM_DURING_THE_WATCH(Cause.ALARM) {
      @Override
      Release back() {
        return look(promoted(watched()), minute(6), AlarmState.ALARM);
      }
    },
    TOO_MANY_ERRORS(Cause.ERRORS) {
      @Override
      Release back() {
        return measured(Cause.ERRORS, AlarmState.OK);
      }
    },
    TOO_SLOW(Cause.LATENCY) {
      @Override
      Release back() {
        return measured(Cause.LATENCY, AlarmState.OK);
      }
    },
    NO_REQUESTS_THAT_SHOULD_BE_THERE(Cause.NO_TRAFFIC) {
      @Override
      Release back() {
        return measured(Cause.NO_TRAFFIC, AlarmState.OK);
      }
    },
    TOO_SLOW_WITH_AN_ALARM(Cause.LATENCY) {
      @Override
      Release back() {
        return measured(Cause.LATENCY, AlarmState.ALARM);
      }
    },
    TIME_IS_UP(Cause.TIME) {
      @Override
      Release back() {
        return look(watched().shifted(minute(0)), minute(20), AlarmState.INSUFFICIENT_DATA);
      }
    },
    A_HOOK_SAYS_NO(Cause.HOOK) {
      @Override
      Release back() {
        return told(hooked(), Map.of("status", "Failed"), Optional.empty());
      }
    },
    A_HOOK_DOES_NOT_ANSWER(Cause.HOOK) {
      @Override
      Release back() {
        return told(hooked(), Map.of(), Optional.of("it did not answer in time"));
      }
    },
    A_PERSON_ROLLS_IT_BACK(Cause.PERSON) {
      @Override
      Release back() {
        return told(baking(), said("ROLL_BACK", "ann"), Optional.empty());
      }
    },
    A_PERSON_REJECTS_IT(Cause.PERSON) {
      @Override
      Release back() {
        return told(asking(), said("REJECT", "ann"), Optional.empty());
      }
    },
    NOBODY_ANSWERS(Cause.UNANSWERED) {
      @Override
      Release back() {
        return look(asking(), minute(5 + 24 * 60));
      }
    },
    A_NEWER_RELEASE(Cause.REPLACED) {
      @Override
      Release back() {
        return told(baking(), said("ROLL_BACK", OTHER), Optional.empty());
      }
    },
    SOMEBODY_WAS_FIRST(Cause.OVERTAKEN) {
      @Override
      Release back() {
        return baking().refused("orders:live is split");
      }
    },
    A_STATE_FAILS(Cause.FAULT) {
      @Override
      Release back() {
        return baking().failed("could not go on: AccessDenied");
      }
    },
    CAPACITY_NEVER_COMES(Cause.FAULT) {
      @Override
      Release back() {
        Snapshot settling = found(AliasRouting.all("8").with("7", Weight.ALL));
        Release settles =
            look(Releases.prepared(10).shifted(minute(0)), minute(5))
                .promoted(List.of(settling), minute(5));
        return look(settles, minute(36), settling);
      }
    },
    IT_IS_TAKEN_BACK_AFTER_ITS_END(Cause.REVERTED) {
      @Override
      Release back() {
        return promoted(watched())
            .finished("watched for 3 min")
            .reverting(
                OTHER, minute(60), new Said(Command.ROLL_BACK, "ann", "", minute(60)), minute(60));
      }
    };

    private final Cause cause;

    Way(Cause cause) {
      this.cause = cause;
    }

    abstract Release back();
  }

  private static Release baking() {
    return Releases.prepared(10, 50).shifted(minute(0));
  }

  private static Release hooked() {
    return Releases.hooked(HOOKS, Releases.approved(), 10, 50).shifted(minute(0));
  }

  private static Release asking() {
    Release baking =
        Releases.prepared(Inconclusive.ROLL_BACK, List.of(), Releases.approved(50), 10, 50);
    return look(baking.shifted(minute(0)), minute(5));
  }

  private static Release watched() {
    WatchedAlarm calm = WatchedAlarm.startingAt(reading(AlarmState.OK, Releases.NOON));
    return Releases.prepared(Inconclusive.ROLL_BACK, List.of(calm), 10);
  }

  private static Release promoted(Release prepared) {
    return look(prepared.shifted(minute(0)), minute(5), AlarmState.OK)
        .promoted(List.of(found(AliasRouting.all("8"))), minute(5));
  }

  private static Release look(Release release, Instant now, Snapshot... found) {
    Snapshot stands = found.length > 0 ? found[0] : at(release.weight().percent());
    return new Look(now, List.of(stands), List.of(), List.of()).decide(release);
  }

  private static Release look(Release release, Instant now, AlarmState state) {
    Snapshot stands =
        release.weight().equals(Weight.ALL)
            ? found(AliasRouting.all("8"))
            : at(release.weight().percent());
    AlarmReading reading = reading(state, state == AlarmState.OK ? Releases.NOON : now);
    return new Look(now, List.of(stands), List.of(reading), List.of()).decide(release);
  }

  private static AlarmReading reading(AlarmState state, Instant since) {
    boolean changed = since.isAfter(Releases.NOON);
    return new AlarmReading(
        "a",
        state,
        since,
        "31 errors",
        changed ? List.of(new AlarmReading.Change(since, state)) : List.of());
  }

  /** Metrics that speak against the canary, and beside them an alarm. */
  private static Release measured(Cause cause, AlarmState alarm) {
    Release baking = watched().shifted(minute(0));
    MetricReading bad =
        new MetricReading(
            Verdict.FAIL,
            "31 of 31",
            Weight.NONE,
            baking.parts().get(0).trial(),
            Measured.nothing(Releases.NOON),
            cause);
    AlarmReading beside = reading(alarm, alarm == AlarmState.OK ? Releases.NOON : minute(1));
    return new Look(minute(1), List.of(at(10)), List.of(beside), List.of(bad)).decide(baking);
  }

  private static Map<String, String> said(String command, String by) {
    return Map.of("command", command, "by", by);
  }

  private static Release told(Release release, Object told, Optional<String> failure) {
    return new Steering(minute(6)).decide(release, told, failure);
  }

  @ParameterizedTest
  @EnumSource
  void everyWayBackHasItsCause(Way way) {
    Release back = way.back();

    assertThat(back.decision()).isEqualTo(Decision.ROLL_BACK);
    assertThat(back.cause()).isEqualTo(way.cause);
  }

  /** An execution that was ended from outside goes no way of its own. */
  @Test
  void everyCauseIsThatOfSomeWayBack() {
    assertThat(Arrays.stream(Way.values()).map(way -> way.cause))
        .containsOnly(
            Arrays.stream(Cause.values())
                .filter(cause -> cause != Cause.NONE && cause != Cause.STOPPED)
                .toArray(Cause[]::new));
  }

  @ParameterizedTest
  @EnumSource
  void whatGoesWrongOnTheWayBackIsNoOtherCause(Way way) {
    Release back = way.back();

    assertThat(back.failed("x").cause()).isEqualTo(way.cause);
    assertThat(back.refused("x").cause()).isEqualTo(way.cause);
  }

  @ParameterizedTest
  @CsvSource({"SKIP", "PROMOTE", "PAUSE", "LOOK"})
  void aReleaseThatGoesOnHasNone(String command) {
    assertThat(told(baking(), said(command, "ann"), Optional.empty()).cause())
        .isEqualTo(Cause.NONE);
    assertThat(look(watched().shifted(minute(0)), minute(5), AlarmState.OK).cause())
        .isEqualTo(Cause.NONE);
  }
}
