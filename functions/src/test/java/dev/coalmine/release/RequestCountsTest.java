package dev.coalmine.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.coalmine.target.Weight;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts add up, whichever part of them comes late. */
class RequestCountsTest {
  private static final RequestCounts EARLY =
      new RequestCounts(90, 2, 80, new ThresholdCounts(50, 40, 20, 8, 1));
  private static final RequestCounts LATE =
      new RequestCounts(10, 3, 9, new ThresholdCounts(7, 5, 4, 3, 2));
  private static final RequestCounts ALL =
      new RequestCounts(100, 5, 89, new ThresholdCounts(57, 45, 24, 11, 3));

  @Test
  void whatWasCountedEarlyAndLateIsAll() {
    assertThat(EARLY.plus(LATE)).isEqualTo(ALL);
    assertThat(ALL.minus(EARLY)).isEqualTo(LATE);
    assertThat(EARLY.minus(ALL)).isEqualTo(RequestCounts.NONE);
    assertThat(ThresholdCounts.of(ALL.above().toList())).isEqualTo(ALL.above());
    assertThatThrownBy(() -> ThresholdCounts.of(List.of(1.0, 2.0, 3.0, 4.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("counts above thresholds must be 5, not 4");
  }

  @Test
  void aSampleCountsItsMinutesAndLateCountsAreNoMinute() {
    MetricSample empty = MetricSample.awaiting(ReleaseFixtures.NOON);
    assertThat(empty.hasCounts()).isFalse();

    MetricSample one = empty.plus(EARLY, LATE, List.of());
    assertThat(one.minutes()).isEqualTo(1);
    assertThat(one.hasCounts()).isTrue();
    MetricSample both = one.plusLate(LATE, RequestCounts.NONE);
    assertThat(both.minutes()).isEqualTo(1);
    assertThat(both.canary()).isEqualTo(ALL);
    assertThat(both.baseline()).isEqualTo(LATE);
    assertThat(both.from()).isEqualTo(ReleaseFixtures.NOON);
    assertThat(empty.plus(RequestCounts.NONE, RequestCounts.NONE, List.of()).hasCounts()).isTrue();
    assertThat(empty.plusLate(RequestCounts.NONE, EARLY).hasCounts()).isTrue();
    assertThat(empty.plusLate(EARLY, RequestCounts.NONE).hasCounts()).isTrue();
    assertThat(empty.plusLate(EARLY, EARLY).hasCounts()).isTrue();
  }

  /** Of 1,000 requests at 10 %, 100 with a deviation of 9.5, are expected, at 1 % 10 with 3.3. */
  @ParameterizedTest
  @CsvSource({
    "100, 10, false",
    "147, 10, false",
    "148, 10, true",
    "53,  10, false",
    "52,  10, true",
    "26,  1, false",
    "27,  1, true"
  })
  void aShareOfFiveDeviationsBesideItsWeightIsAMismatch(
      double canary, int weight, boolean mismatch) {
    SampleRatioCheck seen = SampleRatioCheck.NONE.plus(canary, 1000, new Weight(weight));

    assertThat(seen.mismatch().isPresent()).isEqualTo(mismatch);
  }

  /** A fifth beside the weight is not worth a word, however certain. */
  @ParameterizedTest
  @CsvSource({"120000, false", "120001, true", "80000, false", "79999, true"})
  void aSmallMismatchIsNone(double canary, boolean mismatch) {
    SampleRatioCheck seen =
        SampleRatioCheck.NONE
            .plus(canary / 2, 500_000, new Weight(10))
            .plus(canary / 2, 500_000, new Weight(10));

    assertThat(seen.mismatch().isPresent()).isEqualTo(mismatch);
  }
}
