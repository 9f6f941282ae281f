package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coalmine.release.RequestCounts;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When the canary's containers are warm, and what is excused until then. */
class WarmUpProgressTest {
  private static final LatencyExcess NONE = LatencyExcess.NOTHING;

  private static WarmUpProgress at(int minutes, double requests, int held, double block) {
    return new WarmUpProgress(
        RuntimeWarmUp.LONG, 10, minutes, requests, held, block, NONE, NONE, NONE);
  }

  private static WarmUpProgress with(LatencyExcess now, LatencyExcess before) {
    return new WarmUpProgress(RuntimeWarmUp.LONG, 10, 9, 900, 0, 900, now, before, NONE);
  }

  /** Mean excesses over so many pairs. */
  private static LatencyExcess excess(double rank, double tail, double pairs) {
    return new LatencyExcess(rank * pairs, 0, tail * pairs, pairs);
  }

  /** A minute whose canary has a share of slow requests. */
  private static MinuteComparison minute(double canary, double slow, double baseline) {
    RequestCounts c = JudgedStates.slow(canary, 0, slow);
    RequestCounts b = JudgedStates.usual(baseline, 0);
    return new MinuteComparison(
        c,
        RankScore.of(c),
        b,
        RankScore.of(b),
        ColdStartAllowance.after(9, canary),
        .025,
        .01,
        .2,
        1,
        0,
        0,
        2);
  }

  @ParameterizedTest
  @CsvSource({"1, 30", "3.75, 30", "10, 80", "50, 400", "5000, 400"})
  void theRequestsOfEightMinutesMayBeSlowerFrom30To400(double rate, double requests) {
    assertThat(WarmUpProgress.excused(rate)).isEqualTo(requests);
  }

  @ParameterizedTest
  @CsvSource({"5, 80, true", "4, 80, false", "5, 79, false"})
  void containersAreWarmAfterFiveMinutesWithRequestsEnough(
      int minutes, double requests, boolean warm) {
    assertThat(at(minutes, requests, -1, 0).isWarm(10)).isEqualTo(warm);
    assertThat(WarmUpProgress.initial(RuntimeWarmUp.SHORT, 10).isWarm(10)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"-1, false, false", "0, true, true", "1, true, true", "2, true, false"})
  void aTestThatStartedAfreshHoldsTheWeightForTwoMinutes(
      int held, boolean doubted, boolean holding) {
    assertThat(at(9, 900, held, 0).isDoubted()).isEqualTo(doubted);
    assertThat(at(9, 900, held, 0).isHolding()).isEqualTo(holding);
  }

  @ParameterizedTest
  @CsvSource({
    "40, -1, true",
    "39, -1, false", // half of what is excused
    "40, 3, false", // four minutes since a test started afresh
    "40, 4, true"
  })
  void aVerdictNeedsABlockOfHalfTheExcusedRequests(double block, int held, boolean full) {
    assertThat(at(9, 900, held, block).isBlockFull(10)).isEqualTo(full);
    assertThat(WarmUpProgress.initial(RuntimeWarmUp.SHORT, 10).isBlockFull(10)).isTrue();
  }

  /** Containers of before still serve their share: 10 of 40 percent. */
  @Test
  void aRiseOfTheWeightStartsNewContainersOnceItsMinutesArrive() {
    WarmUpProgress warm = at(9, 900, 3, 900);
    WarmUpProgress risen = warm.plus(minute(100, 0, 900), 40);
    assertThat(risen.weight()).isEqualTo(40);
    assertThat(risen.minutes()).isEqualTo(-1);
    assertThat(risen.requests()).isEqualTo(225); // the minute was still one of 10 percent
    assertThat(risen.held()).isEqualTo(4);
    assertThat(risen.block()).isEqualTo(1000);

    WarmUpProgress third = risen.plus(minute(100, 0, 900), 40).plus(minute(400, 0, 600), 40);
    assertThat(third.minutes()).isEqualTo(1);
    assertThat(third.requests()).isEqualTo(625);
    assertThat(third.plus(minute(100, 0, 900), 10).requests()).isEqualTo(725); // no new ones
  }

  @Test
  void theFirstMinuteOfAReleaseCounts() {
    WarmUpProgress first =
        WarmUpProgress.initial(RuntimeWarmUp.LONG, 10).plus(minute(60, 0, 540), 10);
    assertThat(first.minutes()).isEqualTo(1);
    assertThat(first.requests()).isEqualTo(60);
    assertThat(first.held()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource({".0699, .02, true", ".07, .02, false", ".0699, .07, false"})
  void anExcessFallsIfItIsBelowSevenTenthsOfBeforeInAllMeasures(
      double rank, double tail, boolean falling) {
    WarmUpProgress progress = with(excess(rank, tail, 10), excess(.1, .1, 10));

    assertThat(progress.isFalling(Set.of(TestKind.LATENCY, TestKind.TAIL))).isEqualTo(falling);
    assertThat(with(excess(rank, tail, 10), NONE).isFalling(Set.of(TestKind.LATENCY))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    ".9,   10, 10, true",
    ".899, 10, 10, false",
    ".9,   0,  10, false",
    ".9,   10, 0,  false"
  })
  void anExcessLastsIfItIsNineTenthsOfBefore(
      double rank, double pairs, double pairsBefore, boolean lasting) {
    WarmUpProgress progress = with(excess(rank, 0, pairs), excess(1, 0, pairsBefore));

    assertThat(progress.isLasting()).isEqualTo(lasting);
  }

  @Test
  void theSlowerNewContainersWereTheMoreEvidenceARollbackNeeds() {
    WarmUpProgress block =
        WarmUpProgress.initial(RuntimeWarmUp.LONG, 10).plus(minute(100, .5, 900), 10);
    assertThat(block.certainty()).isEqualTo(1);

    double mean = block.now().mean(TestKind.LATENCY);
    assertThat(mean).isGreaterThan(.1);
    assertThat(block.nextBlock().certainty()).isEqualTo(1); // no test started afresh
    assertThat(block.afresh().certainty()).isCloseTo(1 + 1.5 * mean, within(1e-12));
    assertThat(block.afresh().plus(minute(100, .1, 900), 10).afresh().certainty())
        .isCloseTo(1 + 1.5 * mean, within(1e-12)); // of the worst block
  }

  @Test
  void aSmallWeightLeavesAnExcessThatShrinksUpToTheHighestWeight() {
    WarmUpProgress doubted =
        WarmUpProgress.initial(RuntimeWarmUp.LONG, 10).plus(minute(100, .5, 900), 10).afresh();
    double worst = doubted.worst().mean(TestKind.SLOW);

    assertThat(doubted.left(TestKind.SLOW, 50)).isCloseTo(.25 * worst * .8, within(1e-12));
    assertThat(doubted.plus(minute(100, 0, 900), 50).left(TestKind.SLOW, 50)).isZero();
    assertThat(doubted.plus(minute(100, 0, 900), 90).left(TestKind.SLOW, 50)).isZero();
    assertThat(at(9, 900, -1, 900).left(TestKind.SLOW, 50)).isZero();
  }

  @Test
  void aNewBlockKeepsHalfOfWhatWasBefore() {
    LatencyExcess now = new LatencyExcess(4, 3, 2, 10);
    WarmUpProgress next = with(now, new LatencyExcess(2, 1, 1, 20)).afresh();

    assertThat(next.now()).isEqualTo(NONE);
    assertThat(next.block()).isZero();
    assertThat(next.before()).isEqualTo(new LatencyExcess(5, 3.5, 2.5, 20));
    assertThat(next.worst()).isEqualTo(new LatencyExcess(.4, .3, .2, 1));
    assertThat(next.requests()).isEqualTo(900);
    assertThat(with(now, NONE).nextBlock().held()).isZero();
  }

  /** The means of two or three pairs say nothing. */
  @ParameterizedTest
  @CsvSource({"2.9, 0", "3, .5"})
  void aBlockOfFewPairsIsNoWorstOne(double pairs, double worst) {
    LatencyExcess block = new LatencyExcess(.5 * pairs, 0, 0, pairs);

    assertThat(NONE.orWorse(block).rank()).isCloseTo(worst, within(1e-12));
  }

  @Test
  void eachMeasureIsThatOfItsTests() {
    LatencyExcess excess = new LatencyExcess(4, 3, 2, 10);

    assertThat(excess.mean(TestKind.LATENCY)).isEqualTo(.4);
    assertThat(excess.mean(TestKind.SLOW)).isEqualTo(.3);
    assertThat(excess.mean(TestKind.SLOW_LIMIT)).isEqualTo(.3);
    assertThat(excess.mean(TestKind.TAIL)).isEqualTo(.2);
    assertThat(NONE.mean(TestKind.TAIL)).isZero();
  }

  @Test
  void theExcessIsTheDifferenceBesideTheBaselineInPairs() {
    // Half of the canary's requests are slow beside the tenth that is usual.
    LatencyExcess one = NONE.plus(minute(100, .5, 300));
    assertThat(one.pairs()).isEqualTo(75);
    assertThat(one.mean(TestKind.SLOW)).isCloseTo(.45, within(1e-12));
    assertThat(one.mean(TestKind.TAIL)).isCloseTo(-.005, within(1e-12));

    LatencyExcess two = one.plus(minute(100, 0, 300));
    assertThat(two.mean(TestKind.SLOW)).isCloseTo(.225, within(1e-12));
    assertThat(NONE.plus(minute(0, 0, 0)).pairs()).isZero();
  }
}
