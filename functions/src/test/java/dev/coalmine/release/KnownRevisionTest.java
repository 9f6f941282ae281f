package dev.coalmine.release;

import static dev.coalmine.release.ReleaseFixtures.MARK;
import static dev.coalmine.release.ReleaseFixtures.minute;
import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.target.AliasRouting;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.Weight;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When an alias need not be read: its revision says that nobody has written since. */
class KnownRevisionTest {
  private static final AliasRouting OLD = AliasRouting.allTo("7");
  private static final AliasRouting AT_10 = OLD.withCanary("8", new Weight(10));

  private static Release shiftedTo(AliasRouting routing, String description) {
    return Promotion.shifted(
        ReleaseFixtures.prepared(10, 50),
        List.of(new Snapshot(routing, description, "r2")),
        minute(0));
  }

  private static Optional<Snapshot> known(Release release, int minute) {
    return PlannedWrites.of(release).fresh(minute(minute)).get(0);
  }

  private static Optional<String> revision(RoutingChange change) {
    return change.known().map(Snapshot::revision);
  }

  @Test
  void theFirstWriteRestsOnTheRevisionThatPrepareRead() {
    Release prepared = ReleaseFixtures.prepared(10, 50);

    assertThat(revision(PlannedWrites.of(prepared).pending().get(0))).contains("r1");
    assertThat(known(prepared, 0)).isEmpty(); // a look would still read it
  }

  @ParameterizedTest
  @CsvSource({"0, true", "4, true", "5, false", "60, false"})
  void aLookReadsAnAliasAgainAfterFiveMinutes(int minute, boolean isKnown) {
    assertThat(known(shiftedTo(AT_10, MARK), minute).isPresent()).isEqualTo(isKnown);
  }

  @ParameterizedTest
  @CsvSource({"5, true", "19, true", "20, false"})
  void aLookReadsAnAliasSeldomWhileAwsThrottlesItsAlarms(int minute, boolean isKnown) {
    AnalysisResult.AlarmFinding unread =
        new AnalysisResult.AlarmFinding("a", AlarmState.UNREAD, minute(0), false);
    Release throttled =
        shiftedTo(AT_10, MARK).withAnalysis(AnalysisResult.NONE_YET.withFindings(List.of(unread)));

    assertThat(known(throttled, minute).isPresent()).isEqualTo(isKnown);
  }

  @Test
  void theNextWriteAndTheRollbackRestOnTheRevisionOfTheLastAnswer() {
    Release shifted = shiftedTo(AT_10, MARK);

    assertThat(known(shifted, 1)).contains(Snapshot.unread(AT_10, MARK, "r2"));
    assertThat(revision(PlannedWrites.of(shifted).pending().get(0))).contains("r2");
    assertThat(revision(PlannedWrites.of(shifted).restore(false).get(0))).contains("r2");
  }

  @Test
  void whatIsNotAsTheReleaseLeftItIsReadBeforeTheNextWrite() {
    Release described = shiftedTo(AT_10, "a person's");
    Release moved = shiftedTo(AliasRouting.allTo("9"), MARK);

    for (Release release : List.of(described, moved)) {
      assertThat(known(release, 1)).isEmpty();
      assertThat(revision(PlannedWrites.of(release).pending().get(0))).isEmpty();
      assertThat(revision(PlannedWrites.of(release).restore(false).get(0))).isEmpty();
    }
  }

  @Test
  void aRollbackReadsAfterSomeoneElsesMove() {
    assertThat(revision(PlannedWrites.of(shiftedTo(AT_10, MARK)).restore(true).get(0))).isEmpty();
  }

  @Test
  void anUnreadAliasChangesNeitherStampNorRevision() {
    Release shifted = shiftedTo(AT_10, MARK);
    Release looked =
        new Analysis(minute(1), List.of(known(shifted, 1).orElseThrow()), List.of(), List.of())
            .decide(shifted);

    assertThat(looked.targetProgress().get(0).known())
        .isEqualTo(shifted.targetProgress().get(0).known());
    assertThat(looked.targetProgress().get(0).lastSeenStamp()).isEmpty();
  }

  @Test
  void theEndOfAWatchNeedsARead() {
    AliasRouting promoted = AliasRouting.allTo("8");
    Release baking = Promotion.shifted(ReleaseFixtures.prepared(10), minute(0));
    Release baked = analysis(5, new Snapshot(AT_10, MARK, "r2")).decide(baking);
    Release watching =
        Promotion.promoted(
            baked, List.of(new Snapshot(promoted, "ours since 2019", "r3")), minute(5));
    Analysis early = analysis(6, known(watching, 6).orElseThrow());
    Analysis late = analysis(9, known(watching, 9).orElseThrow());

    assertThat(early.needsRead(watching, early.decide(watching))).isFalse();
    assertThat(late.needsRead(watching, late.decide(watching))).isTrue();
    Analysis read = late.with(List.of(new Snapshot(promoted, "ours since 2019", "r3")));
    assertThat(read.needsRead(watching, read.decide(watching))).isFalse();
  }

  private static Analysis analysis(int minute, Snapshot alias) {
    return new Analysis(minute(minute), List.of(alias), List.of(), List.of());
  }
}
