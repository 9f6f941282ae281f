package dev.coalmine.embedded.cloudwatch.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import org.junit.jupiter.api.Test;

/** How long data points are kept, and how many. */
class MetricStoreTest {
  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
  private static final MetricKey ERRORS = MetricKey.of("Shop", "Errors", Map.of());
  private static final MetricKey OTHER = MetricKey.of("Shop", "Other", Map.of());

  private final MetricStore store = new MetricStore();

  private void add(MetricKey key, Instant at, int resolution, MetricSamples samples) {
    store.add(key, at, resolution, "Count", samples, at);
  }

  private NavigableMap<Long, MetricSamples> read(MetricKey key, int period) {
    long from = START.getEpochSecond();
    return store.samplesByPeriod(
        key, "", from, from + Duration.ofDays(60).toSeconds(), period, Instant.MAX);
  }

  private static Instant after(String time) {
    return START.plus(Duration.parse(time));
  }

  @Test
  void aMinuteIsKeptForAsLongAsAskedAlsoIfItsMetricHasEnded() {
    store.keepFor(Duration.ofHours(4));
    add(OTHER, START, 60, MetricSamples.of(1, 1));
    for (int minute = 0; minute <= 600; minute++) {
      add(ERRORS, START.plusSeconds(60L * minute), 60, MetricSamples.of(1, 1));
    }
    assertThat(read(ERRORS, 60)).hasSize(241);
    assertThat(store.keys(Instant.MAX)).containsExactly(ERRORS);
  }

  @Test
  void fifteenDaysAreKeptAtFirst() {
    add(ERRORS, START, 60, MetricSamples.of(1, 1));
    add(ERRORS, after("P15D"), 60, MetricSamples.of(1, 1));
    assertThat(read(ERRORS, 60)).hasSize(2);
    add(ERRORS, after("P15DT1M"), 60, MetricSamples.of(1, 1));
    assertThat(read(ERRORS, 60)).hasSize(2);
  }

  @Test
  void secondsJoinTheirMinuteAfterThreeHours() {
    for (int second = 0; second < 120; second++) {
      add(ERRORS, START.plusSeconds(second), 1, MetricSamples.of(second, 1));
    }
    assertThat(read(ERRORS, 1)).hasSize(120);
    assertThat(store.points()).isEqualTo(120);
    add(ERRORS, after("PT3H1M"), 1, MetricSamples.of(7, 1));
    assertThat(store.points()).isEqualTo(62);
    assertThat(read(ERRORS, 60).values())
        .extracting(MetricSamples::count)
        .containsExactly(60.0, 60.0, 1.0);
    assertThat(read(ERRORS, 60).firstEntry().getValue().sum()).isEqualTo(59 * 60 / 2);
  }

  @Test
  void theOldestPointsOfAllMetricsAreDroppedWhenThereAreTooMany() {
    store.keepAtMost(10_000);
    for (int minute = 0; minute < 2_000; minute++) {
      add(
          minute % 2 == 0 ? ERRORS : OTHER,
          START.plusSeconds(60L * minute),
          60,
          MetricSamples.of(new double[] {1, 2, 3, 4}, new double[] {1, 1, 1, 1}));
    }
    assertThat(store.points()).isBetween(300, 500); // of 20 pairs each
    assertThat(read(ERRORS, 60).lastKey()).isEqualTo(after("PT33H18M").getEpochSecond());
    assertThat(read(OTHER, 60).lastKey()).isEqualTo(after("PT33H19M").getEpochSecond());
  }

  @Test
  void manyCallsOfOneMinuteTakeLittleRoom() {
    store.keepAtMost(1_000);
    for (int call = 0; call < 100_000; call++) {
      store.add(ERRORS, START, 60, "Count", MetricSamples.of(call % 10, 1), after("PT2M"));
    }
    assertThat(read(ERRORS, 60).firstEntry().getValue().count()).isEqualTo(100_000);
  }
}
