package dev.coalmine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FiguresTest {

  @Test
  void numbersAreWrittenAsReasonsWriteThem() {
    assertThat(Figures.share(31, 1_204)).isEqualTo("31 of 1,204 (2.6 %)");
    assertThat(Figures.share(9, 10_811)).isEqualTo("9 of 10,811 (0.083 %)");
    assertThat(Figures.share(0, 0)).isEqualTo("0 of 0");
    assertThat(Figures.odds(411.6)).isEqualTo("412:1");
    assertThat(Figures.odds(0.274)).isEqualTo("0.27:1");
    assertThat(Figures.odds(2e6)).isEqualTo("over 1,000,000:1");
  }

  @Test
  void whatIsNoNumberIsNotWritten() {
    assertThat(Figures.percent(Double.NaN)).isEqualTo("–");
    assertThat(Figures.grouped(Double.POSITIVE_INFINITY)).isEqualTo("–");
    assertThat(Figures.exact(Double.NaN)).isEmpty();
    assertThat(Figures.dollars(Double.NEGATIVE_INFINITY)).isEqualTo("$0");
  }

  @Test
  void machinesReadWhatJavaScriptWouldWrite() {
    assertThat(Figures.exact(4)).isEqualTo("4");
    assertThat(Figures.exact(0.0000171)).isEqualTo("0.0000171");
    assertThat(Figures.exact(9.57e-7)).isEqualTo("9.57e-7");
    assertThat(Figures.exact(1e-300)).isEqualTo("1e-300");
  }

  @Test
  void timesAreShort() {
    assertThat(Figures.clock(Duration.ofSeconds(245))).isEqualTo("04:05");
    assertThat(Figures.clock(Duration.ofSeconds(3_723))).isEqualTo("1:02:03");
    assertThat(Figures.length(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Figures.length(Duration.ofMinutes(16))).isEqualTo("16 min");
    assertThat(Figures.length(Duration.ofMinutes(129))).isEqualTo("2 h 9 min");
    assertThat(Figures.length(Duration.ofHours(76))).isEqualTo("3 d 4 h");
  }

  @Test
  void dollarsKeepTheDigitsThatSaySomething() {
    assertThat(Figures.dollars(0.003_325)).isEqualTo("$0.0033");
    assertThat(Figures.dollars(12.345)).isEqualTo("$12.35");
    assertThat(Figures.dollars(0)).isEqualTo("$0");
  }
}
