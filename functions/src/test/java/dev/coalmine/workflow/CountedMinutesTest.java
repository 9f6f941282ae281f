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

  /** An invocation of 15 minutes that began in minute 10 is in CloudWatch in minute 27. */
  @Test
  void aMinuteMayChangeUntilItsLongestInvocationIsReported() {
    assertThat(minutes(10, 26).changeableAt(28)).contains(minute(10, 10));
    assertThat(minutes(10, 26).changeableAt(29)).doesNotContain(minute(10, 10));
  }

  @Test
  void quietMinutesAreCountedFromTheEnd() {
    CountedMinutes.CountedMinute quiet =
        new CountedMinutes.CountedMinute(6, 50, RequestCounts.NONE, RequestCounts.NONE);
    assertThat(minutes(1, 5).quietMinutes()).isZero();
    assertThat(minutes(1, 5).plus(quiet).quietMinutes()).isEqualTo(1);
    assertThat(CountedMinutes.of(List.of(), 5).plus(quiet).quietMinutes()).isEqualTo(1);
  }
}
