package dev.coalmine.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coalmine.cli.traffic.RandomSampler;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Releases in the field behave as described. Seeds are fixed. */
class FieldReleaseTest {
  private static final FieldVersion PLAIN = FieldVersion.of(WarmUp.NONE);

  /** Holds a weight for some minutes and keeps what it sees. */
  private static List<ObservedMinute> seen(FieldCondition condition, int weight, int minutes) {
    List<ObservedMinute> seen = new ArrayList<>();
    new FieldRelease(condition, 3, 0)
        .play(
            new RolloutRule() {
              @Override
              public int firstWeight(List<VersionMinute> history) {
                assertThat(history).hasSize(60);
                return weight;
              }

              @Override
              public int nextWeight(int minute, ObservedMinute last) {
                if (last != null) {
                  seen.add(last);
                }
                return minute < minutes ? weight : 0;
              }
            });
    return seen;
  }

  private static FieldCondition at(double rate, FieldVersion version) {
    return FieldCondition.healthy("test", FieldTraffic.constant(rate), version);
  }

  private static double slow(ObservedMinute minute) {
    return (double) minute.canary().countFrom(LatencyBins.ABOVE_P90) / minute.canary().requests();
  }

  @Test
  void requestsAreSplitByWeight() {
    List<ObservedMinute> minutes = seen(at(600, PLAIN), 25, 60);
    double canary = minutes.stream().mapToDouble(minute -> minute.canary().requests()).sum();
    double all =
        canary + minutes.stream().mapToDouble(minute -> minute.baseline().requests()).sum();
    assertThat(all / minutes.size()).isCloseTo(600, within(15.0));
    assertThat(canary / all).isCloseTo(.25, within(.01));
  }

  @Test
  void newContainersAreSlowUntilTheyHaveServedCalls() {
    FieldVersion java = FieldVersion.of(WarmUp.of(2500, 1.5, 30));
    List<ObservedMinute> minutes = seen(at(600, java), 50, 40);
    assertThat(slow(minutes.get(0))).isGreaterThan(.2);
    assertThat(slow(minutes.get(35))).isLessThan(.17);
    assertThat(slow(seen(at(600, PLAIN), 50, 40).get(0))).isLessThan(.17);
  }

  @ParameterizedTest
  @EnumSource(
      value = MeasuredCurve.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE"})
  void measuredCurvesFallToNothing(MeasuredCurve curve) {
    assertThat(curve.added(0)).isGreaterThan(3 * curve.added(2));
    assertThat(curve.added(30)).isGreaterThan(5 * curve.added(300));
    assertThat(curve.added(1200)).isZero();
  }

  @Test
  void lastUsedContainerServesFirst() {
    ContainerPool pool = new ContainerPool(ContainerLife.SOUND);
    RandomSampler draws = new RandomSampler(1);
    int first = pool.take(0, draws);
    pool.serve(first, 1);
    int second = pool.take(.5, draws);
    assertThat(second).isNotEqualTo(first);
    pool.serve(second, 3);
    assertThat(pool.take(4, draws)).isEqualTo(second);
    pool.serve(second, 10);
    assertThat(pool.take(5, draws)).isEqualTo(first);
    pool.serve(first, 6);
    int after = pool.take(2000, draws);
    assertThat(pool.served(after)).as("both ended unused").isZero();
  }

  @Test
  void sickContainersFailForAWhile() {
    FieldCondition sick = at(600, PLAIN).life(ContainerLife.sick(600, 120, .5));
    double[] errors =
        seen(sick, 50, 100).stream().mapToDouble(minute -> minute.canary().errors()).toArray();
    assertThat(Arrays.stream(errors).max().orElseThrow()).isGreaterThan(50);
    assertThat(Arrays.stream(errors).filter(x -> x < 5).count()).isGreaterThan(40);
  }

  @Test
  void stickyBurstsHitOneVersion() {
    FieldCondition sticky = at(100, PLAIN.errors(0)).events(FieldEvents.bursts(30, 40, true));
    List<ObservedMinute> bursts =
        seen(sticky, 50, 100).stream()
            .filter(minute -> minute.canary().errors() + minute.baseline().errors() > 0)
            .toList();
    assertThat(bursts)
        .hasSizeGreaterThan(20)
        .allMatch(minute -> minute.canary().errors() == 0 || minute.baseline().errors() == 0);
  }

  @Test
  void burstyFunctionsAreQuietMostOfTheTime() {
    double quiet = 0;
    for (int i = 0; i < 300; i++) {
      double[] rates = FieldTraffic.bursty(1).draw(240, new RandomSampler(i));
      quiet += Arrays.stream(rates).filter(rate -> rate == 0).count() / 240.0 / 300;
    }
    assertThat(quiet).isBetween(.35, .75);
  }

  @Test
  void sameSeedGivesTheSameOnAnyNumberOfThreads() throws Exception {
    List<FieldCondition> few = List.of(at(20, PLAIN), at(5, PLAIN));
    FieldQuality one = measure(few, 1);
    assertThat(measure(few, 2).statistics())
        .extracting(FieldStatistics::results)
        .isEqualTo(one.statistics().stream().map(FieldStatistics::results).toList());
    assertThat(new FieldQualityTable(one).lines()).hasSize(2 + few.size());
  }

  private static FieldQuality measure(List<FieldCondition> conditions, int threads)
      throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      return FieldQuality.measure(conditions, 3, 7, pool, (done, all) -> {});
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void conditionsHaveNamesOfTheirOwn() {
    List<String> names = new ArrayList<>();
    FieldConditions.known().forEach(condition -> names.add(condition.name()));
    FieldConditions.aside().forEach(condition -> names.add(condition.name()));
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(80);
  }
}
