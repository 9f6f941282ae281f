package dev.coalmine.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FormatTest {

  @Test
  void whatIsNoNumberIsNotWritten() {
    assertThat(Format.exact(Double.NaN)).isEmpty();
    assertThat(Format.dollars(Double.NEGATIVE_INFINITY)).isEqualTo("$0");
  }

  @Test
  void machinesReadWhatJavaScriptWouldWrite() {
    assertThat(Format.exact(4)).isEqualTo("4");
    assertThat(Format.exact(0.0000171)).isEqualTo("0.0000171");
    assertThat(Format.exact(9.57e-7)).isEqualTo("9.57e-7");
    assertThat(Format.exact(1e-300)).isEqualTo("1e-300");
  }

  @Test
  void timesAreShort() {
    assertThat(Format.clock(Duration.ofSeconds(245))).isEqualTo("04:05");
    assertThat(Format.clock(Duration.ofSeconds(3_723))).isEqualTo("1:02:03");
    assertThat(Format.length(Duration.ofSeconds(59))).isEqualTo("59 s");
    assertThat(Format.length(Duration.ofMinutes(16))).isEqualTo("16 min");
    assertThat(Format.length(Duration.ofMinutes(129))).isEqualTo("2 h 9 min");
    assertThat(Format.length(Duration.ofHours(76))).isEqualTo("3 d 4 h");
  }

  @Test
  void dollarsKeepTheDigitsThatSaySomething() {
    assertThat(Format.dollars(0.003_325)).isEqualTo("$0.0033");
    assertThat(Format.dollars(12.345)).isEqualTo("$12.35");
    assertThat(Format.dollars(0)).isEqualTo("$0");
  }
}
