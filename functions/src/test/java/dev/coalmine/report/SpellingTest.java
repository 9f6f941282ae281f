package dev.coalmine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SpellingTest {

  @Test
  void whatIsNoNumberIsNotWritten() {
    assertThat(Spelling.exact(Double.NaN)).isEmpty();
    assertThat(Spelling.dollars(Double.NEGATIVE_INFINITY)).isEqualTo("$0");
  }

  @Test
  void machinesReadWhatJavaScriptWouldWrite() {
    assertThat(Spelling.exact(4)).isEqualTo("4");
    assertThat(Spelling.exact(0.0000171)).isEqualTo("0.0000171");
    assertThat(Spelling.exact(9.57e-7)).isEqualTo("9.57e-7");
    assertThat(Spelling.exact(1e-300)).isEqualTo("1e-300");
  }

  @Test
  void timesAreShort() {
    assertThat(Spelling.clock(Duration.ofSeconds(245))).isEqualTo("04:05");
    assertThat(Spelling.clock(Duration.ofSeconds(3_723))).isEqualTo("1:02:03");
    assertThat(Spelling.length(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Spelling.length(Duration.ofMinutes(16))).isEqualTo("16 min");
    assertThat(Spelling.length(Duration.ofMinutes(129))).isEqualTo("2 h 9 min");
    assertThat(Spelling.length(Duration.ofHours(76))).isEqualTo("3 d 4 h");
  }

  @Test
  void dollarsKeepTheDigitsThatSaySomething() {
    assertThat(Spelling.dollars(0.003_325)).isEqualTo("$0.0033");
    assertThat(Spelling.dollars(12.345)).isEqualTo("$12.35");
    assertThat(Spelling.dollars(0)).isEqualTo("$0");
  }
}
