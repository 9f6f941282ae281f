package dev.coalmine.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.StageRouting.Canary;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingTest {

  @Test
  void theWayAPercentIsWrittenDoesNotMatter() {
    Routing written = AliasRouting.all("7").with("8", new Weight(10));
    Routing readBack = new AliasRouting("7", Map.of("8", new BigDecimal("10.0000")));

    assertThat(readBack).isEqualTo(written).hasSameHashCodeAs(written);
    assertThat(readBack).hasToString("version 7 with 8 at 10 %");
  }

  @Test
  void anyOtherShareIsAnotherRouting() {
    Routing written = AliasRouting.all("7").with("8", new Weight(10));

    assertThat(new AliasRouting("7", Map.of("8", new BigDecimal("10.0001")))).isNotEqualTo(written);
    assertThat(new AliasRouting("7", Map.of("9", BigDecimal.TEN))).isNotEqualTo(written);
    assertThat(new AliasRouting("6", Map.of("8", BigDecimal.TEN))).isNotEqualTo(written);
    assertThat(AliasRouting.all("7")).isNotEqualTo(written);
  }

  @Test
  void awsOwnWeightOnProvisionedConcurrencyIsTold() {
    AliasRouting promoted = AliasRouting.all("8");
    Routing transientWeight = new AliasRouting("8", Map.of("7", new BigDecimal("100.0000")));

    assertThat(transientWeight.isSettlingOn(promoted)).isTrue();
    assertThat(transientWeight.isSettlingOn(AliasRouting.all("7"))).isFalse();
    assertThat(promoted.isSettlingOn(promoted)).isFalse();
    assertThat(promoted.with("7", new Weight(99)).isSettlingOn(promoted)).isFalse();
  }

  private static final StageRouting BEFORE = stage("d1", "live", Canary.NONE);
  private static final StageRouting SPLIT = stage("d1", "live", canary("10"));
  private static final StageRouting WIDER = stage("d1", "live", canary("50"));
  private static final StageRouting PROMOTED = stage("d2", "next", Canary.NONE);

  private static StageRouting stage(String deployment, String alias, Canary canary) {
    return new StageRouting(deployment, Map.of("alias", alias), canary);
  }

  private static Canary canary(String percent) {
    return new Canary("d2", new BigDecimal(percent), Map.of("alias", "next"));
  }

  @Test
  void whatAStagesOwnWritesLeaveHalfDoneIsBetween() {
    Canary bare = new Canary("d2", BigDecimal.ZERO, Map.of());

    assertThat(stage("d1", "live", bare).isBetween(BEFORE, SPLIT)).isTrue();
    assertThat(stage("d1", "live", canary("0")).isBetween(BEFORE, SPLIT)).isTrue();
    assertThat(stage("d1", "live", canary("0")).isBetween(WIDER, PROMOTED)).isTrue();
    assertThat(stage("d1", "next", canary("0")).isBetween(WIDER, PROMOTED)).isTrue();
    assertThat(stage("d2", "next", canary("0")).isBetween(WIDER, PROMOTED)).isTrue();
    assertThat(stage("d1", "next", Canary.NONE).isBetween(PROMOTED, BEFORE)).isTrue();
    assertThat(BEFORE.isBetween(SPLIT, BEFORE)).isTrue();
  }

  @Test
  void whatOtherPeopleDoToAStageIsNotBetween() {
    assertThat(stage("d1", "live", canary("0")).isBetween(SPLIT, SPLIT)).isFalse();
    assertThat(stage("d1", "live", canary("0")).isBetween(SPLIT, BEFORE)).isFalse();
    assertThat(stage("d1", "live", canary("0")).isBetween(SPLIT, WIDER)).isFalse();
    assertThat(stage("d1", "live", canary("30")).isBetween(SPLIT, WIDER)).isFalse();
    assertThat(BEFORE.isBetween(SPLIT, SPLIT)).isFalse();
    assertThat(BEFORE.isBetween(SPLIT, WIDER)).isFalse();
    assertThat(BEFORE.isBetween(WIDER, PROMOTED)).isFalse();
    assertThat(new StageRouting("d1", Map.of(), canary("10")).isBetween(SPLIT, WIDER)).isFalse();
    assertThat(stage("d3", "live", canary("10")).isBetween(SPLIT, WIDER)).isFalse();
    assertThat(stage("d2", "live", canary("10")).isBetween(SPLIT, WIDER)).isFalse();
  }
}
