package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.RequestCounts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which errors may be those of one client or container, so that a comparison comes first. */
class ErrorOnsetTest {
  @ParameterizedTest(
      name = "{2} of {1} in {0} minutes, after {3} with {4}, usual {5}, clusters of {6}: {7}")
  @CsvSource({
    // minutes, requests, errors, clean minutes, clean requests, usual rate, cluster, sudden
    "1, 100, 5,  4, 200, .01, 1, true",
    "1, 100, 4,  4, 200, .01, 1, false", // less than a jump to a twentieth
    "1, 100, 2,  4, 200, .001, 1, true", // twenty times the usual rate is a jump as well
    "1, 100, 1,  4, 200, .001, 1, false",
    "5, 100, 5,  4, 200, .01, 1, true",
    "6, 100, 5,  4, 200, .01, 1, false", // they stayed
    "1, 100, 5,  3, 200, .01, 1, false", // no clean minutes before
    "1, 100, 5,  4, 199, .01, 1, false",
    "1, 100, 59, 4, 200, .01, 1, true",
    "1, 100, 60, 4, 200, .01, 1, false", // more than any client or container has
    "1, 100, 1,  0, 0,   .01, 2, true", // the history had clusters
    "6, 100, 1,  0, 0,   .01, 2, false"
  })
  void aJumpAfterCleanMinutesIsSudden(
      int minutes,
      double requests,
      double errors,
      int cleanMinutes,
      double cleanRequests,
      double usualRate,
      double cluster,
      boolean sudden) {
    ErrorOnset onset =
        new ErrorOnset(minutes, requests, errors, errors, cleanMinutes, cleanRequests, 0);
    HistoricalRates usual = new HistoricalRates(usualRate, .1, cluster, 100, 1);

    assertThat(onset.isSudden(usual, false)).isEqualTo(sudden);
    assertThat(onset.isSudden(usual, true)).isFalse();
  }

  @Test
  void aCalmMinuteEndsAnEpisodeAndOneWithoutRequestsIsNotClean() {
    ErrorOnset failing =
        ErrorOnset.NONE
            .plus(JudgedStates.usual(50, 2), false)
            .plus(JudgedStates.usual(70, 1), false);
    assertThat(failing).isEqualTo(new ErrorOnset(2, 120, 3, 2, 0, 0, 0));

    ErrorOnset calm = failing.plus(JudgedStates.usual(40, 0), true);
    assertThat(calm).isEqualTo(new ErrorOnset(0, 0, 0, 0, 1, 40, 0));
    assertThat(calm.plus(RequestCounts.NONE, true)).isEqualTo(calm);
  }

  @Test
  void aCanaryIsAcquittedAfterTwentyCalmRequestsSinceTheStepBack() {
    ErrorOnset doubted = ErrorOnset.NONE.plus(JudgedStates.usual(50, 7), false).doubting();
    assertThat(doubted).isEqualTo(new ErrorOnset(0, 0, 0, 0, 0, 0, 7));
    assertThat(doubted.plus(JudgedStates.usual(19, 0), true).isCompared()).isFalse();

    ErrorOnset compared = doubted.plus(JudgedStates.usual(20, 0), true);
    assertThat(compared.isCompared()).isTrue();
    assertThat(compared.acquitted()).isEqualTo(new ErrorOnset(0, 0, 0, 0, 1, 20, 0));
    assertThat(compared.acquitted().isCompared()).isFalse();
  }
}
