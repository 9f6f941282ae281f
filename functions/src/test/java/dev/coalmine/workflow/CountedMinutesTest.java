package dev.coalmine.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.RequestCounts;
import dev.coalmine.release.ThresholdCounts;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountedMinutesTest {
  private static CountedMinutes.CountedMinute minute(long minute, double requests) {
    return new CountedMinutes.CountedMinute(
        minute,
        50,
        CountedMinutes.CountSource.SPLIT,
        new RequestCounts(requests, 1, requests, new ThresholdCounts(5, 4, 3, 2.5, 0)),
        RequestCounts.NONE);
  }

  private static CountedMinutes minutes(long from, long to) {
    CountedMinutes counted = CountedMinutes.of(List.of(), 0);
    for (long m = from; m <= to; m++) {
      counted = counted.plus(minute(m, (double) m));
    }
    return counted;
  }

  @Test
  void numbersGiveTheSameMinutes() {
    CountedMinutes some = minutes(7, 11);
    assertThat(CountedMinutes.of(some.numbers(), 11)).isEqualTo(some);
  }

  @Test
  void theOldestAreForgottenAndSoIsWhatIsBeforeAGap() {
    assertThat(minutes(1, 40).minutes())
        .extracting(CountedMinutes.CountedMinute::minute)
        .hasSize(CountedMinutes.KEPT)
        .endsWith(39L, 40L);
    assertThat(minutes(1, 5).plus(minute(9, 1)).minutes()).containsExactly(minute(9, 1));
  }

  @Test
  void aGapIsKnownUntilItIsFilledOrForgotten() {
    CountedMinutes.CountedMinute gap =
        new CountedMinutes.CountedMinute(
            6,
            50,
            CountedMinutes.CountSource.SPLIT_UNKNOWN,
            RequestCounts.NONE,
            RequestCounts.NONE);
    CountedMinutes counted = minutes(1, 5).plus(gap);
    assertThat(counted.hasUnknown()).isTrue();
    assertThat(CountedMinutes.of(counted.numbers(), 6)).isEqualTo(counted);
    assertThat(counted.with(gap.with(minute(6, 3).canary(), RequestCounts.NONE)).hasUnknown())
        .isFalse();
    for (long m = 7; m < 7 + CountedMinutes.KEPT; m++) {
      counted = counted.plus(minute(m, 1));
    }
    assertThat(counted.hasUnknown()).isFalse();
  }
}
