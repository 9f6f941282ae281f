package dev.coalmine.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MixtureTest {
  /** Without evidence the mixture is the sum of the priors so far: at most 1, so it can't cross. */
  @ParameterizedTest
  @CsvSource({"1, .4", "2, .405", "61, .7", "121, 1", "122, 1", "500, 1"})
  void firstMinuteBetsTwoFifthsAndTwoHoursTheRest(int minutes, double bet) {
    Mixture mixture = Mixture.of(3);
    for (int minute = 0; minute < minutes; minute++) {
      mixture = mixture.times(0, 0, 0);
    }
    assertThat(mixture.log()).isCloseTo(Math.log(bet), within(1e-9));
  }
}
