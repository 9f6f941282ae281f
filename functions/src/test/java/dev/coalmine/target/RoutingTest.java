package dev.coalmine.target;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingTest {

  @Test
  void theWayAPercentIsWrittenDoesNotMatter() {
    Routing written = AliasRouting.allTo("7").withCanary("8", new Weight(10));
    Routing readBack = new AliasRouting("7", Map.of("8", new BigDecimal("10.0000")));

    assertThat(readBack).isEqualTo(written).hasSameHashCodeAs(written);
    assertThat(readBack).hasToString("version 7 with 8 at 10 %");
  }

  @Test
  void anyOtherShareIsAnotherRouting() {
    Routing written = AliasRouting.allTo("7").withCanary("8", new Weight(10));

    assertThat(new AliasRouting("7", Map.of("8", new BigDecimal("10.0001")))).isNotEqualTo(written);
    assertThat(new AliasRouting("7", Map.of("9", BigDecimal.TEN))).isNotEqualTo(written);
    assertThat(new AliasRouting("6", Map.of("8", BigDecimal.TEN))).isNotEqualTo(written);
    assertThat(AliasRouting.allTo("7")).isNotEqualTo(written);
  }

  @Test
  void awsOwnWeightOnProvisionedConcurrencyIsTold() {
    AliasRouting promoted = AliasRouting.allTo("8");
    Routing transientWeight = new AliasRouting("8", Map.of("7", new BigDecimal("100.0000")));

    assertThat(transientWeight.isSettlingOn(promoted)).isTrue();
    assertThat(transientWeight.isSettlingOn(AliasRouting.allTo("7"))).isFalse();
    assertThat(promoted.isSettlingOn(promoted)).isFalse();
    assertThat(promoted.withCanary("7", new Weight(99)).isSettlingOn(promoted)).isFalse();
  }
}
