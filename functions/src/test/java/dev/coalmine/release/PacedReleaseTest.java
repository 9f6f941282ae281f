package dev.coalmine.release;

import static dev.coalmine.release.ReleaseFixtures.MARK;
import static dev.coalmine.release.ReleaseFixtures.found;
import static dev.coalmine.release.ReleaseFixtures.minute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.request.InconclusiveAction;
import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.Routing;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Weight;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A release whose weight follows the evidence: polled every two minutes, given twenty in all. */
class PacedReleaseTest {
  private static final Release AT_5 = shifted(InconclusiveAction.ROLL_BACK);
  private static final long NOON = ReleaseFixtures.NOON.getEpochSecond() / 60;

  private static Release shifted(InconclusiveAction whenInconclusive) {
    return Promotion.shifted(
        ReleaseFixtures.paced(whenInconclusive, List.of(ReleaseFixtures.ORDERS), 5), minute(0));
  }

  /** What the metrics say, and the weight that they allow; a minute counts from noon. */
  private static MetricReading reading(Verdict verdict, int allowed, long counted) {
    AnalysisMemory none = AnalysisMemory.NONE;
    AnalysisMemory memory =
        new AnalysisMemory(
            List.of(),
            List.of(),
            NOON + counted,
            0,
            none.sampleRatio(),
            none.quietMinutes(),
            false,
            List.of());
    return new MetricReading(
        verdict,
        "3 of 100",
        new Weight(allowed),
        memory,
        MetricSample.awaiting(ReleaseFixtures.NOON),
        verdict == Verdict.FAIL ? RollbackCause.ERRORS : RollbackCause.NONE);
  }

  private static Release look(Release release, int minute, MetricReading... metrics) {
    List<Snapshot> stand =
        release.targetProgress().stream().map(part -> stands(part.currentRouting())).toList();
    return new Analysis(minute(minute), stand, List.of(), List.of(metrics)).decide(release);
  }

  private static Snapshot stands(Routing routing) {
    return new Snapshot(routing, routing.isSplit() ? MARK : "", "r2");
  }

  @ParameterizedTest(name = "{0} that allows {1} % after {2} minutes: {3} {4}, in {5} s")
  @CsvSource({
    "PASS,         20,  2,  ADVANCE,     20, 1",
    "PASS,         100, 2,  PROMOTE,     100, 1",
    "PASS,         5,   2,  KEEP_BAKING, 5,  120",
    "PASS,         5,   19, KEEP_BAKING, 5,  60",
    "INCONCLUSIVE, 20,  2,  ADVANCE,     20, 1",
    "INCONCLUSIVE, 2,   2,  ADVANCE,     2,  1",
    "INCONCLUSIVE, 5,   20, ROLL_BACK,   5,  1",
    "INCONCLUSIVE, 2,   20, ROLL_BACK,   5,  1",
    "PASS,         20,  20, ADVANCE,     20, 1",
    "FAIL,         0,   2,  ROLL_BACK,   5,  1"
  })
  void theEvidenceSetsTheWeightUntilMaxDuration(
      Verdict verdict, int allowed, int minute, Decision decision, int weight, long wait) {
    Release next = look(AT_5, minute, reading(verdict, allowed, minute));

    assertThat(next.decision()).isEqualTo(decision);
    assertThat(next.pendingWeight()).isEqualTo(new Weight(weight));
    assertThat(next.waitSeconds()).isEqualTo(wait);
    boolean moved = decision == Decision.ADVANCE || decision == Decision.PROMOTE;
    assertThat(next.progress().completedSteps())
        .isEqualTo(
            moved
                ? List.of(
                    new CompletedStep(
                        new Weight(5), minute(0), minute(minute), verdict, next.reason()))
                : List.of());
  }

  @Test
  void theWeightDoesNotRiseWhileAnAlarmCannotBeReadAndTheNextLookIsSoon() {
    List<WatchedAlarm> alarms =
        List.of(
            WatchedAlarm.atStart(
                new AlarmReading("a", AlarmState.OK, ReleaseFixtures.NOON, "", List.of())));
    Release watched = AT_5.with(AT_5.progress().withAlarms(alarms));
    AlarmReading gone = new AlarmReading("a", AlarmState.MISSING, Instant.EPOCH, "", List.of());
    Release next =
        new Analysis(
                minute(2),
                List.of(ReleaseFixtures.at(5)),
                List.of(gone),
                List.of(reading(Verdict.PASS, 20, 2)))
            .decide(watched);

    assertThat(next.decision()).isEqualTo(Decision.KEEP_BAKING);
    assertThat(next.reason()).isEqualTo("alarm a no longer exists");
    assertThat(next.waitSeconds()).isEqualTo(60);
  }

  @Test
  void theSlowestTargetSetsTheWeightOfAllAndAFaultOfOneRollsBackAll() {
    Release two =
        Promotion.shifted(
            ReleaseFixtures.paced(
                InconclusiveAction.ROLL_BACK,
                List.of(ReleaseFixtures.ORDERS, ReleaseFixtures.BILLS),
                5),
            minute(0));
    assertThat(two.reason()).isEqualTo("canaries 8 of orders:live, 5 of bills:live get 5 %");

    Release next = look(two, 2, reading(Verdict.PASS, 20, 2), reading(Verdict.INCONCLUSIVE, 10, 2));
    assertThat(next.pendingWeight()).isEqualTo(new Weight(10));
    Release bad = look(two, 2, reading(Verdict.PASS, 20, 2), reading(Verdict.FAIL, 0, 2));
    assertThat(bad.decision()).isEqualTo(Decision.ROLL_BACK);
    assertThat(bad.reason()).isEqualTo("bills:live: 3 of 100, at weight 5");
    assertThat(bad.cause()).isEqualTo(RollbackCause.ERRORS);
  }

  /** Promoted at minute 5 with a watch of three minutes. */
  private static Release watching(InconclusiveAction whenInconclusive, MetricReading last) {
    Release before = look(shifted(whenInconclusive), 5, last);
    Release pending =
        before.decision() == Decision.PROMOTE
            ? before
            : new Steering(minute(5))
                .decide(before, Map.of("command", "PROMOTE", "by", "ann"), Optional.empty());
    return Promotion.promoted(pending, List.of(found(AliasRouting.allTo("8"))), minute(5));
  }

  private static Release watching(InconclusiveAction whenInconclusive) {
    return watching(whenInconclusive, reading(Verdict.INCONCLUSIVE, 100, 4));
  }

  @ParameterizedTest(name = "{0} that allows {1} % at minute {2}, counted to {3}: {4}")
  @CsvSource({
    "PASS,         100, 7, 7, KEEP_WATCHING, 60, 3 of 100",
    "PASS,         100, 8, 5, FINISH,        1,  1 step passed in 5 min; watched for 3 min: 3 of"
        + " 100",
    "PASS,         100, 8, 4, KEEP_WATCHING, 120, 3 of 100",
    "INCONCLUSIVE, 100, 8, 5, FINISH,        1,  '1 step passed in 5 min; watched for 3 min,"
        + " inconclusive: not enough data yet: 3 of 100'",
    "INCONCLUSIVE, 40,  6, 6, ADVANCE,       1,  not enough data yet: 3 of 100",
    "FAIL,         0,   6, 6, ROLL_BACK,     1,  '3 of 100, at weight 100'"
  })
  void aWatchEndsOnceAMinuteOfItWasCounted(
      Verdict verdict,
      int allowed,
      int minute,
      long counted,
      Decision decision,
      long wait,
      String reason) {
    Release next =
        look(watching(InconclusiveAction.ROLL_BACK), minute, reading(verdict, allowed, counted));

    assertThat(next.reason()).isEqualTo(reason);
    assertThat(next.decision()).isEqualTo(decision);
    assertThat(next.waitSeconds()).isEqualTo(wait);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "ROLL_BACK, ROLL_BACK, ', at weight 100'",
    "PROMOTE,   FINISH,    ; kept because whenInconclusive is promote",
    "ASK,       ASK,       ''"
  })
  void aWatchThatSawNothingEndsAsTheRequestSaysUnlessItPassedBefore(
      InconclusiveAction whenInconclusive, Decision decision, String end) {
    MetricReading unseen = reading(Verdict.INCONCLUSIVE, 100, 4);
    Release watching = watching(whenInconclusive);
    assertThat(look(watching, 37, unseen).decision()).isEqualTo(Decision.KEEP_WATCHING);

    Release over = look(watching, 38, unseen);
    assertThat(over.decision()).isEqualTo(decision);
    assertThat(over.reason())
        .contains("unproven 30 min after the watch of 3 min: not enough data yet: 3 of 100" + end);

    Release passed = watching(whenInconclusive, reading(Verdict.PASS, 100, 4));
    assertThat(look(passed, 38, unseen).decision()).isEqualTo(Decision.FINISH);
    assertThat(look(passed, 38, unseen).reason()).endsWith("; it passed before");
    Release person = watching(whenInconclusive, reading(Verdict.INCONCLUSIVE, 5, 4));
    assertThat(look(person, 38, unseen).decision()).isEqualTo(Decision.FINISH);
    assertThat(look(person, 38, unseen).reason()).endsWith("; a person promoted it");
  }

  /** A pass of the metrics of each target counts, whatever the last step's verdict was. */
  @Test
  void metricsThatPassedBelowAHundredPercentAreAPass() {
    Release watching = watching(InconclusiveAction.ROLL_BACK);
    assertThat(WatchEnd.hasPassed(watching)).isFalse();
    assertThat(WatchEnd.hasPassed(watching.withMemories(List.of(AnalysisMemory.NONE.withPass()))))
        .isTrue();
  }

  @Test
  void anAnswerThatComesWhileItIsProvenIsNotWaitedFor() {
    Release asking =
        look(watching(InconclusiveAction.ASK), 38, reading(Verdict.INCONCLUSIVE, 100, 4));
    assertThat(asking.approvals().waitReason()).isEqualTo(Approvals.WaitReason.UNPROVEN);

    assertThat(look(asking, 40, reading(Verdict.INCONCLUSIVE, 100, 6)).decision())
        .isEqualTo(Decision.ASK);
    Release proven = look(asking, 40, reading(Verdict.PASS, 100, 6));
    assertThat(proven.decision()).isEqualTo(Decision.FINISH);
    Release allowed =
        new Steering(minute(41))
            .decide(asking, Map.of("command", "APPROVE", "by", "ann"), Optional.empty());
    assertThat(allowed.decision()).isEqualTo(Decision.FINISH);
    assertThat(allowed.reason()).contains("100 % approved by ann; ");
  }
}
