package dev.coalmine.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberTextTest {
  @ParameterizedTest
  @CsvSource({
    "0, below 0.0001:1",
    "0.00001, below 0.0001:1",
    "0.0956, 0.096:1",
    "0.3679, 0.37:1",
    "1, 1:1",
    "7.389, 7.4:1",
    "9.96, 10:1",
    "12.4, 12:1",
    "8103.1, '8,103:1'",
    "4.8e8, 'over 1,000,000:1'",
    "Infinity, 'over 1,000,000:1'",
    "NaN, –:1"
  })
  void evidenceIsWrittenAsOdds(double odds, String text) {
    assertThat(NumberText.odds(odds)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "999, 999", "1000, '1,000'", "1234567, '1,234,567'", "Infinity, –"})
  void thousandsAreGrouped(double value, String text) {
    assertThat(NumberText.grouped(value)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "31, 1204, '31 of 1,204 (2.6 %)'",
    "9, 10811, '9 of 10,811 (0.083 %)'",
    "4, 4, 4 of 4 (100 %)",
    "0, 0, 0 of 0"
  })
  void aShareIsToldInCountsAndPercent(double part, double whole, String text) {
    assertThat(NumberText.countShare(part, whole)).isEqualTo(text);
  }
}
