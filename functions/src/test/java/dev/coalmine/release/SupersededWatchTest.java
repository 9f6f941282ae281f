package dev.coalmine.release;

import static dev.coalmine.release.ReleaseFixtures.minute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.request.InconclusiveAction;
import dev.coalmine.target.MetricSource;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageRouting.StageCanary;
import dev.coalmine.target.StageTarget;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A promoted stage, d2 with a=next, that somebody changes while the release still watches it. */
class SupersededWatchTest {
  private static Release watching() {
    StageTarget target = new StageTarget("a1b2", "prod", "d2", Map.of("a", "next"));
    Snapshot before = new Snapshot(stage("d1", "live", "kept"), "ours", "", "t1");
    WatchedAlarm alarm = WatchedAlarm.atStart(alarm(AlarmState.OK, ReleaseFixtures.NOON));
    Release prepared =
        ReleaseFixtures.prepared(
            InconclusiveAction.ROLL_BACK,
            List.of(alarm),
            List.of(TargetProgress.of(target, before, MetricSource.UNREAD)));
    Snapshot promoted = new Snapshot(stage("d2", "next", "kept"), "ours", "", "t2");
    return Promotion.promoted(prepared, List.of(promoted), minute(5));
  }

  private static StageRouting stage(String deployment, String a, String b) {
    return new StageRouting(deployment, Map.of("a", a, "b", b), StageCanary.NONE);
  }

  private static AlarmReading alarm(AlarmState state, Instant since) {
    List<AlarmReading.AlarmTransition> changes =
        state == AlarmState.OK
            ? List.of()
            : List.of(new AlarmReading.AlarmTransition(since, state));
    return new AlarmReading("errors", state, since, "31 errors", changes);
  }

  @ParameterizedTest(name = "{0} with a={1} and b={2}, alarm {3}: {4}")
  @CsvSource(
      textBlock =
          """
          d2, next, kept,  OK,    KEEP_WATCHING, alarm errors is OK
          d2, next, kept,  ALARM, ROLL_BACK,     'alarm errors has been in ALARM since'
          d2, next, other, OK,    KEEP_WATCHING, 'alarm errors is OK; changed by someone else during the watch: now deployment d2 (a=next, b=other)'
          d2, next, other, ALARM, ROLL_BACK,     'alarm errors has been in ALARM since'
          d3, next, kept,  OK,    FINISH,        'promoted at once; superseded during the watch: now deployment d3 (a=next, b=kept)'
          d3, next, kept,  ALARM, ROLL_BACK,     'alarm errors has been in ALARM since'
          d3, gone, kept,  OK,    FINISH,        'promoted at once; superseded during the watch: now deployment d3 (a=gone, b=kept)'
          d3, gone, kept,  ALARM, FINISH,        'promoted at once; superseded during the watch: now deployment d3 (a=gone, b=kept)'
          """)
  void whatIsLeftOfThePromotionIsWatchedOrAtLeastTakenBackByAnAlarm(
      String deployment, String a, String b, AlarmState state, Decision decision, String reason) {
    Snapshot found = new Snapshot(stage(deployment, a, b), "ours", "", "t3");
    Instant since = state == AlarmState.OK ? ReleaseFixtures.NOON : minute(6);
    Release next =
        new Analysis(minute(6), List.of(found), List.of(alarm(state, since)), List.of())
            .decide(watching());

    assertThat(next.reason()).startsWith(reason);
    assertThat(next.reason().contains("the watch:")).isEqualTo(reason.contains("the watch:"));
    assertThat(next.decision()).isEqualTo(decision);
  }

  @ParameterizedTest(name = "at minute {0}: {1}")
  @CsvSource({"7, KEEP_WATCHING", "8, FINISH"})
  void aWatchEndsBesideSomebodyElsesChangeAsItWouldWithout(int minute, Decision decision) {
    Snapshot found = new Snapshot(stage("d2", "next", "other"), "ours", "", "t3");
    AlarmReading calm = alarm(AlarmState.OK, ReleaseFixtures.NOON);
    Release next =
        new Analysis(minute(minute), List.of(found), List.of(calm), List.of()).decide(watching());

    assertThat(next.decision()).isEqualTo(decision);
    assertThat(next.reason()).endsWith("now deployment d2 (a=next, b=other)");
  }

  /** A mark says that another release has the stage now, which is told with it. */
  @ParameterizedTest
  @CsvSource({"d2, other", "d2, kept"})
  void aStageThatAnotherReleaseMarkedIsLeftToIt(String deployment, String b) {
    Snapshot found = new Snapshot(stage(deployment, "next", b), "coalmine arn:next", "", "t3");
    AlarmReading fired = alarm(AlarmState.ALARM, minute(6));
    Release next =
        new Analysis(minute(6), List.of(found), List.of(fired), List.of()).decide(watching());

    assertThat(next.decision()).isEqualTo(Decision.FINISH);
    assertThat(next.reason()).endsWith(", described as \"coalmine arn:next\"");
  }
}
