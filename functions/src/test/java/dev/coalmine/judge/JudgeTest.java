package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.Cause;
import dev.coalmine.release.Decision;
import dev.coalmine.release.Verdict;
import dev.coalmine.release.Weight;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JudgeTest {
  private static final Judge PACED = new Judge(Profile.PACED, Grid.DEFAULT, Scope.BOTH);

  /** All rulings of a release until it is rolled back or the minutes are over. */
  private static List<Ruling> release(Judge judge, Traffic traffic, int minutes) {
    List<Ruling> rulings = new ArrayList<>();
    State state = judge.start(traffic.history());
    for (int now = 2; now < minutes && !state.isRolledBack(); now++) {
      Observation seen = traffic.minute(now - 2, state.weight().percent());
      rulings.add(judge.look(state, now, seen));
      state = rulings.get(rulings.size() - 1).state();
    }
    return rulings;
  }

  private static Ruling last(List<Ruling> rulings) {
    return rulings.get(rulings.size() - 1);
  }

  @ParameterizedTest
  @EnumSource(Profile.class)
  void healthyCanaryIsPromotedOnceAndWatched(Profile profile) {
    Judge judge = new Judge(profile, Grid.DEFAULT, Scope.BOTH);
    List<Ruling> rulings = release(judge, new Traffic(3, 300, .005, 0, 1), 90);
    assertThat(last(rulings).weight()).isEqualTo(Weight.ALL);
    assertThat(last(rulings).decision()).isEqualTo(Decision.KEEP_BAKING);
    assertThat(rulings).filteredOn(r -> r.decision() == Decision.PROMOTE).hasSize(1);
    assertThat(rulings).filteredOn(r -> r.decision() == Decision.ADVANCE).isNotEmpty();
    assertThat(rulings).noneMatch(r -> r.verdict() == Verdict.FAIL);
    assertThat(rulings).allMatch(r -> r.cause() == Cause.NONE);
  }

  @ParameterizedTest
  @CsvSource({"5, 1, 1", "50, .1, 1", "10000, .01, 1", "50, 0, 1.4", "10000, 0, 1.3"})
  void worseCanaryIsRolledBackForGood(double rate, double fault, double slowness) {
    Traffic traffic = new Traffic(4, rate, .001, fault, slowness);
    Ruling end = last(release(PACED, traffic, 90));
    assertThat(end.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(end.decision()).isEqualTo(Decision.ROLL_BACK);
    assertThat(end.weight()).isEqualTo(Weight.NONE);
    assertThat(end.cause()).isEqualTo(fault > 0 ? Cause.ERRORS : Cause.LATENCY);

    Ruling later = PACED.look(end.state(), 91, traffic.minute(89, 0));
    assertThat(later.decision()).isEqualTo(Decision.ROLL_BACK);
    assertThat(later.verdict()).isEqualTo(Verdict.FAIL);
    assertThat(later.reason()).endsWith("; rolled back");
  }

  @Test
  void verdictIsInconclusiveUntilEnoughWasSeen() {
    List<Ruling> rulings = release(PACED, new Traffic(3, 300, .005, 0, 1), 20);
    assertThat(rulings.get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(rulings.get(1).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(last(rulings).verdict()).isEqualTo(Verdict.PASS);
  }

  @Test
  void incidentAfterPromotionSendsTheCanaryBackToAProbeFirst() {
    Traffic before = new Traffic(3, 50, .001, 0, 1);
    State state = last(release(PACED, before, 40)).state();
    assertThat(state.weight()).isEqualTo(Weight.ALL);

    Traffic incident = new Traffic(6, 50, .3, 0, 1);
    int now = 42;
    Ruling ruling = PACED.look(state, now, incident.minute(now - 2, 100));
    while (ruling.weight().equals(Weight.ALL) && now < 60) {
      now++;
      ruling = PACED.look(ruling.state(), now, incident.minute(now - 2, 100));
    }
    assertThat(ruling.decision()).isEqualTo(Decision.KEEP_BAKING);
    assertThat(ruling.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(ruling.weight()).isBetween(new Weight(1), new Weight(50));
    assertThat(ruling.reason())
        .startsWith("error limit: canary ")
        .contains("no baseline ran beside it, so back to weight " + ruling.weight().percent());

    for (int i = 1; i < 12; i++) {
      Observation seen = incident.minute(now + i - 2, ruling.weight().percent());
      ruling = PACED.look(ruling.state(), now + i, seen);
      assertThat(ruling.decision()).isEqualTo(Decision.KEEP_BAKING);
    }
    for (int i = 12; i < 60; i++) {
      Observation seen = before.minute(now + i - 2, ruling.weight().percent());
      ruling = PACED.look(ruling.state(), now + i, seen);
    }
    assertThat(ruling.weight()).isEqualTo(Weight.ALL);
  }

  @Test
  void faultOfTheCanaryAloneAfterPromotionRollsBackInTheEnd() {
    State state = last(release(PACED, new Traffic(3, 50, .001, 0, 1), 40)).state();
    Traffic broken = new Traffic(6, 50, .001, .3, 1);
    Ruling ruling = PACED.blind(state);
    for (int now = 42; now < 80 && !ruling.state().isRolledBack(); now++) {
      Observation seen = broken.minute(now - 2, ruling.weight().percent());
      ruling = PACED.look(ruling.state(), now, seen);
    }
    assertThat(ruling.verdict()).isEqualTo(Verdict.FAIL);
  }

  @Test
  void onlyWeightsOfTheGridAreChosen() {
    Judge judge = new Judge(Profile.PACED, Grid.of(4, 33), Scope.BOTH);
    for (int seed = 0; seed < 10; seed++) {
      assertThat(release(judge, new Traffic(seed, 200, .01, 0, 1), 90))
          .extracting(ruling -> ruling.weight().percent())
          .isSubsetOf(0, 4, 33, 100)
          .contains(100);
    }
  }

  @Test
  void errorsDoNotCountOutsideTheScope() {
    Judge judge = new Judge(Profile.PACED, Grid.DEFAULT, new Scope(false, true));
    Ruling end = last(release(judge, new Traffic(1, 300, .001, .5, 1), 90));
    assertThat(end.weight()).isEqualTo(Weight.ALL);
  }

  @Test
  void latencyDoesNotCountOutsideTheScope() {
    Judge judge = new Judge(Profile.PACED, Grid.DEFAULT, new Scope(true, false));
    Ruling end = last(release(judge, new Traffic(1, 300, .001, 0, 1.4), 90));
    assertThat(end.weight()).isEqualTo(Weight.ALL);
  }

  @Test
  void planKeepsItsWeightUntilATestCrosses() {
    Traffic healthy = new Traffic(1, 100, .001, 0, 1);
    Traffic broken = new Traffic(2, 100, .001, .5, 1);
    Weight ten = new Weight(10);
    State state = PACED.start(healthy.history());
    for (int minute = 0; minute < 10; minute++) {
      Ruling ruling = PACED.test(state, minute, healthy.minute(minute, 10), ten);
      assertThat(ruling.weight()).isEqualTo(ten);
      assertThat(ruling.decision()).isEqualTo(Decision.KEEP_BAKING);
      state = ruling.state();
    }
    assertThat(PACED.test(state, 10, healthy.minute(10, 10), ten).verdict())
        .isEqualTo(Verdict.PASS);
    Ruling ruling = PACED.blind(state);
    for (int minute = 10; minute < 30 && !ruling.state().isRolledBack(); minute++) {
      ruling = PACED.test(ruling.state(), minute, broken.minute(minute, 10), ten);
    }
    assertThat(ruling.decision()).isEqualTo(Decision.ROLL_BACK);
    assertThat(ruling.verdict()).isEqualTo(Verdict.FAIL);
  }
}
