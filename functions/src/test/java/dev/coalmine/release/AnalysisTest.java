package dev.coalmine.release;

import static dev.coalmine.release.ReleaseFixtures.at;
import static dev.coalmine.release.ReleaseFixtures.found;
import static dev.coalmine.release.ReleaseFixtures.minute;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.request.InconclusiveAction;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.Routing;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.TargetMovedException;
import dev.coalmine.target.Weight;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Timelines of looks: each line is one answer, with the wait until the next look. */
class AnalysisTest {

  @Test
  void stepsPassOnTimeAloneAndTheirLastLookComesOnTime() {
    assertThat(play(ReleaseFixtures.prepared(10, 50), 99, AlarmSignal.NOTHING))
        .isEqualTo(
"""
 0 ADVANCE wait 1: orders:live serves version 7; ready
 0 10 % KEEP_BAKING wait 120: canary 8 gets 10 %
 2 10 % KEEP_BAKING wait 120: time alone: the gate has no alarms and no metrics
 4 10 % KEEP_BAKING wait 60: time alone: the gate has no alarms and no metrics
 5 10 % ADVANCE wait 1: step at 10 % passed: time alone: the gate has no alarms and no metrics
 5 50 % KEEP_BAKING wait 120: canary 8 gets 50 %
 7 50 % KEEP_BAKING wait 120: time alone: the gate has no alarms and no metrics
 9 50 % KEEP_BAKING wait 60: time alone: the gate has no alarms and no metrics
10 50 % PROMOTE wait 1: step at 50 % passed: time alone: the gate has no alarms and no metrics
10 100 % KEEP_WATCHING wait 120: canary 8 serves all traffic; step at 50 % passed: time alone: the gate has no alarms and no metrics
12 100 % KEEP_WATCHING wait 60: time alone: the gate has no alarms and no metrics
13 100 % FINISH wait 1: 2 steps passed in 10 min; watched for 3 min: time alone: the gate has no alarms and no metrics
""");
  }

  @Test
  void anAlarmRollsBackAtTheNextLookAndNamesTheWeight() {
    assertThat(
            play(
                ReleaseFixtures.prepared(InconclusiveAction.ROLL_BACK, watched(), 10, 50),
                4,
                AlarmSignal.ALARM))
        .endsWith(
"""
 4 10 % ROLL_BACK wait 1: alarm a has been in ALARM since 2026-01-01T12:04:00Z: 31 errors, at weight 10
""");
  }

  @Test
  void anAlarmDuringTheWatchRollsBackToo() {
    assertThat(
            play(
                ReleaseFixtures.prepared(InconclusiveAction.ROLL_BACK, watched(), 10, 50),
                12,
                AlarmSignal.ALARM))
        .endsWith(
"""
12 100 % ROLL_BACK wait 1: alarm a has been in ALARM since 2026-01-01T12:12:00Z: 31 errors, at weight 100
""");
  }

  @Test
  void inconclusiveBakesOnUntilMaxDurationThenGoesBack() {
    assertThat(
            play(
                ReleaseFixtures.prepared(InconclusiveAction.ROLL_BACK, watched(), 10, 50),
                0,
                AlarmSignal.NO_DATA))
        .endsWith(
"""
17 10 % KEEP_BAKING wait 120: not enough data yet: alarm a is INSUFFICIENT_DATA
19 10 % KEEP_BAKING wait 60: not enough data yet: alarm a is INSUFFICIENT_DATA
20 10 % ROLL_BACK wait 1: inconclusive after maxDuration 20 min: not enough data yet: alarm a is INSUFFICIENT_DATA, at weight 10
""");
  }

  @Test
  void inconclusivePromotesWhereTheRequestSaysSo() {
    assertThat(
            play(
                ReleaseFixtures.prepared(InconclusiveAction.PROMOTE, watched(), 10),
                0,
                AlarmSignal.NO_DATA))
        .contains(
            "20 10 % PROMOTE wait 1: inconclusive after maxDuration 20 min: not enough data yet:"
                + " alarm a is INSUFFICIENT_DATA; promoted because whenInconclusive is promote\n")
        .endsWith(
            "23 100 % FINISH wait 1: 1 step passed in 20 min; watched for 3 min, inconclusive: not"
                + " enough data yet: alarm a is INSUFFICIENT_DATA\n");
  }

  @Test
  void inconclusiveAsksAPersonWhereTheRequestSaysSo() {
    assertThat(
            play(
                ReleaseFixtures.prepared(InconclusiveAction.ASK, watched(), 10),
                0,
                AlarmSignal.NO_DATA))
        .contains(
            "20 10 % ASK wait 288: waiting for approval to promote although inconclusive:"
                + " inconclusive after maxDuration 20 min: not enough data yet: alarm a is"
                + " INSUFFICIENT_DATA\n")
        .endsWith(
            "ROLL_BACK wait 1: waiting for approval to promote although inconclusive, no answer"
                + " within 24 h: not enough data yet: alarm a is INSUFFICIENT_DATA, at weight"
                + " 10\n");
  }

  @Test
  void theGateStaysOnWhileAPersonIsAsked() {
    assertThat(
            play(
                ReleaseFixtures.prepared(InconclusiveAction.ASK, watched(), 10),
                25,
                AlarmSignal.NO_DATA))
        .contains("PROMOTE");
    assertThat(play(asking(), 15, AlarmSignal.ALARM))
        .contains("5 10 % ASK wait 576: waiting for approval of 50 %: step at 10 % passed: ")
        .endsWith(
            "ROLL_BACK wait 1: alarm a has been in ALARM since 2026-01-01T12:15:00Z: 31 errors, at"
                + " weight 10\n");
  }

  private static Release asking() {
    return ReleaseFixtures.prepared(
        InconclusiveAction.ROLL_BACK, watched(), ReleaseFixtures.approved(50, 100), 10, 50);
  }

  @Test
  void aStepThatPassesFinishesItsBakeEvenIfMaxDurationEndsFirst() {
    Instant late = minute(0).plusSeconds(30);
    Release baking = ReleaseFixtures.prepared(10, 20, 30, 40);
    for (int step = 0; step < 3; step++) {
      baking = Promotion.shifted(baking, late.plusSeconds(300L * step));
      Analysis look =
          new Analysis(
              late.plusSeconds(300L * (step + 1)),
              List.of(at(baking.weight().percent())),
              List.of(),
              List.of());
      baking = look.decide(baking);
    }
    baking = Promotion.shifted(baking, late.plusSeconds(900));

    Release held = new Analysis(minute(20), List.of(at(40)), List.of(), List.of()).decide(baking);
    assertThat(held.decision()).isEqualTo(Decision.KEEP_BAKING);
    assertThat(held.waitSeconds()).isEqualTo(30);
    assertThat(
            new Analysis(late.plusSeconds(1200), List.of(at(40)), List.of(), List.of())
                .decide(held)
                .decision())
        .isEqualTo(Decision.PROMOTE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ROLL_BACK | ROLL_BACK | UNPROVEN, at weight 100
          PROMOTE   | FINISH    | promoted at once; UNPROVEN; kept because whenInconclusive is promote
          ASK       | ASK       | waiting for approval to stay promoted although unproven: UNPROVEN
          """)
  void theWatchDoesNotEndOnWhatCouldNotBeRead(
      InconclusiveAction action, Decision expected, String reason) {
    Release watching =
        Promotion.promoted(
            ReleaseFixtures.prepared(action, watched()),
            List.of(found(AliasRouting.allTo("8"))),
            minute(0));
    List<AlarmReading> gone =
        List.of(new AlarmReading("a", AlarmState.MISSING, Instant.EPOCH, "", List.of()));

    Release held =
        new Analysis(minute(3), List.of(found(AliasRouting.allTo("8"))), gone, List.of())
            .decide(watching);
    assertThat(held.decision()).isEqualTo(Decision.KEEP_WATCHING);
    Release ended =
        new Analysis(minute(33), List.of(found(AliasRouting.allTo("8"))), gone, List.of())
            .decide(watching);
    assertThat(ended.decision()).isEqualTo(expected);
    String unproven = "unproven 30 min after the watch of 3 min: alarm a no longer exists";
    assertThat(ended.reason()).isEqualTo(reason.replace("UNPROVEN", unproven));
  }

  @Test
  void allAtOncePromotesFirst() {
    assertThat(ReleaseFixtures.prepared().decision()).isEqualTo(Decision.PROMOTE);
    assertThat(PlannedWrites.of(ReleaseFixtures.prepared()).pending().get(0).wanted())
        .isEqualTo(AliasRouting.allTo("8"));
  }

  @Test
  void aForeignRoutingUnderABakeIsLeftAlone() {
    Release baking = Promotion.shifted(ReleaseFixtures.prepared(10, 50), minute(0));
    Snapshot moved = found(AliasRouting.allTo("7").withCanary("12", new Weight(30)));

    assertThatThrownBy(
            () -> new Analysis(minute(2), List.of(moved), List.of(), List.of()).decide(baking))
        .isInstanceOf(TargetMovedException.class)
        .hasMessage(
            "alias orders:live was moved by someone else: this release left it at version 7 with 8"
                + " at 10 %, now it is at version 7 with 12 at 30 % (revision r2); left unchanged:"
                + " check the alias, set its routing and clear its description by hand");
  }

  @Test
  void aForeignDescriptionUnderABakeIsNoMove() {
    Release baking = Promotion.shifted(ReleaseFixtures.prepared(10, 50), minute(0));
    Snapshot renamed = new Snapshot(at(10).routing(), "somebody's note", "r9");

    assertThat(
            new Analysis(minute(2), List.of(renamed), List.of(), List.of())
                .decide(baking)
                .decision())
        .isEqualTo(Decision.KEEP_BAKING);
  }

  @Test
  void anOrdinaryDeploymentDuringTheWatchEndsItAsPromoted() {
    Release watching = watching();
    Release finished =
        new Analysis(minute(6), List.of(found(AliasRouting.allTo("9"))), List.of(), List.of())
            .decide(watching);

    assertThat(finished.decision()).isEqualTo(Decision.FINISH);
    assertThat(finished.reason())
        .isEqualTo("1 step passed in 5 min; superseded during the watch: now version 9");
  }

  @Test
  void aReturnToTheOldVersionDuringTheWatchIsNoDeployment() {
    Release watching = watching();

    assertThatThrownBy(
            () ->
                new Analysis(
                        minute(6), List.of(found(AliasRouting.allTo("7"))), List.of(), List.of())
                    .decide(watching))
        .isInstanceOf(TargetMovedException.class);
  }

  @Test
  void provisionedConcurrencyThatFailedIsRolledBackAtOnce() {
    Release promoted =
        Promotion.promoted(
            baked(), List.of(ReleaseFixtures.diverted("8", "7", "IN_PROGRESS")), minute(5));

    Release back =
        new Analysis(
                minute(6),
                List.of(ReleaseFixtures.diverted("8", "7", "FAILED")),
                List.of(),
                List.of())
            .decide(promoted);

    assertThat(back.decision()).isEqualTo(Decision.ROLL_BACK);
    assertThat(back.reason())
        .isEqualTo(
            "provisioned concurrency of orders:live failed (out of memory): AWS still reports"
                + " version 8 with 7 at 100 %, at weight 100");
  }

  @ParameterizedTest
  @CsvSource({"IN_PROGRESS, true", "READY, true", "RESTORING, true", "NONE, false"})
  void onlyProvisionedConcurrencyExcusesThatTheOldVersionServes(String status, boolean excused) {
    Release promoted =
        Promotion.promoted(baked(), List.of(found(AliasRouting.allTo("8"))), minute(5));
    Analysis look =
        new Analysis(
            minute(6), List.of(ReleaseFixtures.diverted("8", "7", status)), List.of(), List.of());

    if (excused) {
      assertThat(look.decide(promoted).decision()).isEqualTo(Decision.KEEP_WATCHING);
    } else {
      assertThatThrownBy(() -> look.decide(promoted)).isInstanceOf(TargetMovedException.class);
    }
  }

  @Test
  void provisionedConcurrencyIsWaitedOutBeforeTheWatchBegins() {
    Snapshot settling = ReleaseFixtures.diverted("8", "7", "IN_PROGRESS");
    Release promoted = Promotion.promoted(baked(), List.of(settling), minute(5));
    assertThat(promoted.decision()).isEqualTo(Decision.KEEP_WATCHING);

    Release waiting =
        new Analysis(minute(15), List.of(settling), List.of(), List.of()).decide(promoted);
    assertThat(waiting.decision()).isEqualTo(Decision.KEEP_WATCHING);
    assertThat(waiting.reason())
        .isEqualTo(
            "provisioned concurrency of orders:live is not ready: AWS still reports version 8 with"
                + " 7 at 100 %");

    Release watched =
        new Analysis(minute(16), List.of(found(AliasRouting.allTo("8"))), List.of(), List.of())
            .decide(waiting);
    assertThat(watched.decision()).isEqualTo(Decision.KEEP_WATCHING);
    assertThat(
            new Analysis(minute(18), List.of(found(AliasRouting.allTo("8"))), List.of(), List.of())
                .decide(watched)
                .decision())
        .isEqualTo(Decision.KEEP_WATCHING);
    assertThat(
            new Analysis(minute(19), List.of(found(AliasRouting.allTo("8"))), List.of(), List.of())
                .decide(watched)
                .decision())
        .isEqualTo(Decision.FINISH);

    assertThat(
            new Analysis(minute(36), List.of(settling), List.of(), List.of())
                .decide(waiting)
                .decision())
        .isEqualTo(Decision.ROLL_BACK);
  }

  private enum AlarmSignal {
    NOTHING,
    NO_DATA,
    ALARM
  }

  private static List<WatchedAlarm> watched() {
    return List.of(
        WatchedAlarm.atStart(
            new AlarmReading("a", AlarmState.OK, ReleaseFixtures.NOON, "", List.of())));
  }

  private static Release baked() {
    Release baking = Promotion.shifted(ReleaseFixtures.prepared(10), minute(0));
    return new Analysis(minute(5), List.of(at(10)), List.of(), List.of()).decide(baking);
  }

  private static Release watching() {
    return Promotion.promoted(baked(), List.of(found(AliasRouting.allTo("8"))), minute(5));
  }

  /** Plays a release until it goes back or ends; from the given minute on the alarm says that. */
  private static String play(Release release, int from, AlarmSignal says) {
    StringBuilder timeline = new StringBuilder();
    int minute = 0;
    line(timeline, minute, release, false);
    while (true) {
      Routing announced = PlannedWrites.of(release).pending().get(0).wanted();
      switch (release.decision()) {
        case ADVANCE -> release = Promotion.shifted(release, minute(minute));
        case PROMOTE ->
            release = Promotion.promoted(release, List.of(found(announced)), minute(minute));
        case KEEP_BAKING, KEEP_WATCHING, ASK -> {
          minute += (int) (release.waitSeconds() / 60);
          release =
              new Analysis(
                      minute(minute),
                      List.of(found(announced)),
                      readings(release, minute, from, says),
                      List.of())
                  .decide(release);
        }
        default -> {
          return timeline.toString();
        }
      }
      line(timeline, minute, release, true);
    }
  }

  private static List<AlarmReading> readings(
      Release release, int minute, int from, AlarmSignal says) {
    List<AlarmReading> readings = new ArrayList<>();
    for (WatchedAlarm alarm : release.progress().alarms()) {
      AlarmState state =
          minute < from
              ? AlarmState.OK
              : says == AlarmSignal.ALARM ? AlarmState.ALARM : AlarmState.INSUFFICIENT_DATA;
      boolean changed = state != AlarmState.OK;
      readings.add(
          new AlarmReading(
              alarm.name(),
              state,
              changed ? minute(from) : ReleaseFixtures.NOON,
              "31 errors",
              changed && minute(from).isAfter(alarm.lastSeenChange())
                  ? List.of(new AlarmReading.AlarmTransition(minute(from), state))
                  : List.of()));
    }
    return readings;
  }

  private static void line(StringBuilder timeline, int minute, Release release, boolean weight) {
    timeline.append(
        String.format(
            Locale.ROOT,
            "%2d %s%s wait %d: %s%n",
            minute,
            weight ? release.weight() + " " : "",
            release.decision(),
            release.waitSeconds(),
            release.reason()));
  }
}
