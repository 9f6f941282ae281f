package dev.coalmine.cli.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A recording, replayed at other weights. */
class MetricsReplayTest {
  private static final long START = Instant.parse("2026-01-01T12:00:00Z").getEpochSecond();
  private static final int MINUTES = 100;

  private final NavigableMap<Long, RecordedCounts> canary = new TreeMap<>();
  private final NavigableMap<Long, RecordedCounts> baseline = new TreeMap<>();
  private final NavigableMap<Long, RecordedCounts> alias = new TreeMap<>();
  private double share = 0.02;

  /** Of each 100 requests 10 go to the canary, of which 3 fail; 1 of the baseline's 90. */
  private MetricsReplay usual() {
    for (int m = 0; m < MINUTES; m++) {
      canary.put(at(m), new RecordedCounts(100, 0, 3, List.of(70.0, 50.0, 25.0, 10.0, 1.0)));
      baseline.put(at(m), new RecordedCounts(900, 0, 10, List.of(630.0, 450.0, 225.0, 90.0, 9.0)));
    }
    return replay();
  }

  private MetricsReplay replay() {
    List<Double> thresholds = List.of(90.0, 120.0, 168.0, 230.0, 410.0);
    return new MetricsReplay(
        new RecordedMetrics(canary, baseline, alias, thresholds, Map.of()), () -> share);
  }

  @Test
  void requestsAreDividedByTheWeightInForce() {
    MetricsReplay replay = usual();

    replay.advanceTo(moment(10));
    share = 0.5;
    replay.advanceTo(moment(20));
    share = 1;
    replay.advanceTo(moment(30));

    assertThat(all(replay, "canary_durations", 0, 10)).containsOnly(20.0);
    assertThat(all(replay, "baseline_durations", 0, 10)).containsOnly(980.0);
    assertThat(all(replay, "canary_durations", 10, 20)).containsOnly(500.0);
    assertThat(all(replay, "canary_durations", 20, 30)).containsOnly(1000.0);
    assertThat(all(replay, "baseline_durations", 20, 30)).isEmpty();
    assertThat(all(replay, "alias_durations", 0, 30)).hasSize(30).containsOnly(1000.0);
  }

  @Test
  void weightThatChangesWithinAMinuteCountsByItsTime() {
    MetricsReplay replay = usual();

    replay.advanceTo(moment(0).plusSeconds(15));
    share = 0.1;
    replay.advanceTo(moment(1));

    assertThat(all(replay, "canary_durations", 0, 1)).containsExactly(80.0);
  }

  @Test
  void cumulativeRoundingKeepsRatesAtSmallCounts() {
    share = 0.0123;
    MetricsReplay replay = usual();

    replay.advanceTo(moment(MINUTES));

    double requests = sum(replay, "canary_durations");
    assertThat(requests).isCloseTo(1230, within(0.51));
    assertThat(sum(replay, "canary_errors")).isCloseTo(0.03 * requests, within(0.51));
    assertThat(sum(replay, "canary_above0")).isCloseTo(0.70 * requests, within(0.51));
    assertThat(sum(replay, "canary_above4")).isCloseTo(0.01 * requests, within(0.51));
    assertThat(sum(replay, "baseline_errors"))
        .isCloseTo(sum(replay, "baseline_durations") / 90, within(0.51));
    assertThat(all(replay, "canary_errors", 0, MINUTES))
        .allMatch(count -> count == Math.rint(count));
  }

  @Test
  void countsNeverExceedTheRequests() {
    share = 0.001;
    MetricsReplay replay = usual();

    replay.advanceTo(moment(MINUTES));

    for (int m = 0; m < MINUTES; m++) {
      double most = at(replay, "canary_durations", m);
      assertThat(at(replay, "canary_errors", m)).isLessThanOrEqualTo(most);
      for (int i = 0; i < 5; i++) {
        assertThat(at(replay, "canary_above" + i, m)).isLessThanOrEqualTo(most);
        most = at(replay, "canary_above" + i, m);
      }
    }
  }

  @Test
  void minuteShowsNinetySecondsAfterItsEnd() {
    MetricsReplay replay = usual();
    replay.advanceTo(moment(5));

    Instant shows = moment(3).plusSeconds(90);

    assertThat(replay.points("canary_durations", at(0), at(60), shows.minusNanos(1)).lastKey())
        .isEqualTo(at(1));
    assertThat(replay.points("canary_durations", at(0), at(60), shows).lastKey()).isEqualTo(at(2));
    assertThat(replay.points("canary_durations", at(4), at(60), shows)).isEmpty();
    assertThat(replay.points("canary_durations", at(1), at(2), shows)).containsOnlyKeys(at(1));
  }

  @Test
  void historyIsTheAliasOrElseTheBaseline() {
    baseline.put(at(-2), new RecordedCounts(50, 0, 1, List.of()));
    baseline.put(at(-1), new RecordedCounts(60, 0, 1, List.of()));
    alias.put(at(-1), new RecordedCounts(70, 2, 3, List.of()));
    MetricsReplay replay = usual();

    assertThat(replay.points("alias_durations", at(-60), at(0), moment(9)))
        .containsExactly(Map.entry(at(-2), 50.0), Map.entry(at(-1), 70.0));
    assertThat(replay.points("alias_throttles", at(-60), at(0), moment(9)))
        .containsEntry(at(-1), 2.0);
  }

  @Test
  void versionWithoutRequestsKeepsItsLastKnownRates() {
    canary.put(at(0), new RecordedCounts(100, 0, 50, List.of()));
    baseline.put(at(-1), new RecordedCounts(1000, 0, 100, List.of()));
    alias.put(at(1), new RecordedCounts(200, 0, 7, List.of()));
    share = 0.5;
    MetricsReplay replay = replay();

    replay.advanceTo(moment(3));

    assertThat(at(replay, "canary_errors", 1)).isEqualTo(50);
    assertThat(at(replay, "baseline_errors", 1)).isEqualTo(10);
    assertThat(all(replay, "alias_durations", 2, 3)).isEmpty();
  }

  @Test
  void fewRequestsIncludeEarlierMinutes() {
    for (int m = 0; m < 10; m++) {
      canary.put(at(m), new RecordedCounts(10, 0, m == 9 ? 1 : 0, List.of()));
      baseline.put(at(m), new RecordedCounts(90, 0, 0, List.of()));
    }
    share = 0.3;
    MetricsReplay replay = replay();

    replay.advanceTo(moment(10));

    assertThat(at(replay, "canary_errors", 9)).isEqualTo(1); // of 30, as once in three minutes
    assertThat(replay.requestFactor()).isCloseTo(3, within(1e-9));
  }

  @Test
  void throttlesAreRequestsWithoutADuration() {
    canary.put(at(0), new RecordedCounts(0, 10, 0, List.of()));
    baseline.put(at(0), new RecordedCounts(60, 30, 6, List.of()));
    share = 0.1;
    MetricsReplay replay = replay();

    replay.advanceTo(moment(1));

    assertThat(at(replay, "canary_throttles", 0)).isEqualTo(10);
    assertThat(all(replay, "canary_durations", 0, 1)).isEmpty();
    assertThat(at(replay, "baseline_throttles", 0)).isEqualTo(30);
    assertThat(at(replay, "baseline_durations", 0)).isEqualTo(60);
    assertThat(at(replay, "baseline_errors", 0)).isEqualTo(6);
  }

  @Test
  void percentilesAreTheRecordedThresholds() {
    assertThat(usual().points("p90", 7, 99, moment(0))).containsExactly(Map.entry(7L, 230.0));
  }

  private static double sum(MetricsReplay replay, String id) {
    return all(replay, id, 0, MINUTES).stream().mapToDouble(Double::doubleValue).sum();
  }

  private static double at(MetricsReplay replay, String id, int minute) {
    return all(replay, id, minute, minute + 1).stream().findFirst().orElse(0.0);
  }

  private static List<Double> all(MetricsReplay replay, String id, int from, int to) {
    return new ArrayList<>(replay.points(id, at(from), at(to), moment(1000)).values());
  }

  private static long at(int minute) {
    return START + 60L * minute;
  }

  private static Instant moment(int minute) {
    return Instant.ofEpochSecond(at(minute));
  }
}
