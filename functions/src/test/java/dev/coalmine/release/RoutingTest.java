package dev.coalmine.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingTest {

  @Test
  void theWayAPercentIsWrittenDoesNotMatter() {
    Routing written = Routing.all("7").with("8", new Weight(10));
    Routing readBack = new Routing("7", Map.of("8", new BigDecimal("10.0000")));

    assertThat(readBack).isEqualTo(written).hasSameHashCodeAs(written);
    assertThat(readBack).hasToString("version 7 with 8 at 10 %");
  }

  @Test
  void anyOtherShareIsAnotherRouting() {
    Routing written = Routing.all("7").with("8", new Weight(10));

    assertThat(new Routing("7", Map.of("8", new BigDecimal("10.0001")))).isNotEqualTo(written);
    assertThat(new Routing("7", Map.of("9", BigDecimal.TEN))).isNotEqualTo(written);
    assertThat(new Routing("6", Map.of("8", BigDecimal.TEN))).isNotEqualTo(written);
    assertThat(Routing.all("7")).isNotEqualTo(written);
  }

  @Test
  void awsOwnWeightOnProvisionedConcurrencyIsTold() {
    Routing promoted = Routing.all("8");
    Routing transientWeight = new Routing("8", Map.of("7", new BigDecimal("100.0000")));

    assertThat(transientWeight.isSettlingOn(promoted)).isTrue();
    assertThat(transientWeight.isSettlingOn(Routing.all("7"))).isFalse();
    assertThat(promoted.isSettlingOn(promoted)).isFalse();
    assertThat(promoted.with("7", new Weight(99)).isSettlingOn(promoted)).isFalse();
  }
}
