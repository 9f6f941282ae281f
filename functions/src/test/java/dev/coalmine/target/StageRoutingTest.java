package dev.coalmine.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.target.StageRouting.StageCanary;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A stage at d1 whose canary serves d2 and has variable a otherwise. */
class StageRoutingTest {
  private static final StageTarget TARGET =
      new StageTarget("a1b2", "prod", "d2", Map.of("a", "next"));
  private static final StageRouting BEFORE =
      new StageRouting("d1", Map.of("a", "live", "b", "kept"), StageCanary.NONE);
  private static final StageRouting AT_10 = TARGET.splitRouting(BEFORE, new Weight(10));
  private static final StageRouting AT_50 = TARGET.splitRouting(BEFORE, new Weight(50));
  private static final StageRouting PROMOTED = TARGET.promotedRouting(BEFORE);

  @Test
  void promotionMergesVariablesAndLeavesNoCanary() {
    assertThat(PROMOTED)
        .isEqualTo(new StageRouting("d2", Map.of("a", "next", "b", "kept"), StageCanary.NONE))
        .hasToString("deployment d2 (a=next, b=kept)");
    assertThat(AT_10)
        .hasToString("deployment d1 (a=live, b=kept) with canary deployment d2 (a=next) at 10 %");
  }

  @Test
  void theWeightIsTheCanarysShareWhateverItServes() {
    assertThat(TARGET.weightIn(BEFORE)).isEqualTo(Weight.NONE);
    assertThat(TARGET.weightIn(AT_10)).isEqualTo(new Weight(10));
    assertThat(TARGET.weightIn(PROMOTED)).isEqualTo(Weight.ALL);
  }

  @Test
  void theWayAPercentIsWrittenDoesNotMatter() {
    StageCanary readBack = new StageCanary("d2", new BigDecimal("10.0000"), Map.of("a", "next"));

    assertThat(new StageRouting("d1", BEFORE.variables(), readBack)).isEqualTo(AT_10);
    assertThat(new StageCanary("d2", new BigDecimal("0.0000"), Map.of()).percent())
        .isEqualTo(BigDecimal.ZERO);
  }

  @Test
  void withoutADeploymentOfItsOwnTheCanaryServesTheStages() {
    StageTarget variables = new StageTarget("a1b2", "prod", "", Map.of("a", "next"));

    assertThat(variables.splitRouting(BEFORE, new Weight(5)).canary().deployment()).isEqualTo("d1");
    assertThat(variables.promotedRouting(BEFORE).deployment()).isEqualTo("d1");
    assertThat(variables.canaryText()).isEqualTo("a=next");
  }

  @ParameterizedTest(name = "{0} {1} {2} {3} {4}: {5}")
  @CsvSource(
      textBlock =
          """
          d1, live, d1, 0,    ,     true,  created by the first operation of the first weight
          d1, live, d2, 0,    ,     true,  pointed to its deployment
          d1, live, d2, 0,    next, true,  complete but for its share
          d1, live, d2, 10,   next, true,  done
          d1, live, d2, 10,   gone, false, a value that nobody of us wrote
          d1, live, d3, 10,   next, false, a deployment that nobody of us wrote
          d1, live, d2, 20,   next, false, a share that nobody of us wrote
          d3, live, d2, 10,   next, false, another deployment in production
          d1, else, d2, 10,   next, false, another variable in production
          """)
  void aWriteThatWasInterruptedIsKnown(
      String deployment,
      String variable,
      String canary,
      int percent,
      String override,
      boolean known,
      String why) {
    StageRouting found =
        new StageRouting(
            deployment,
            Map.of("a", variable, "b", "kept"),
            new StageCanary(
                canary,
                BigDecimal.valueOf(percent),
                override == null ? Map.of() : Map.of("a", override)));

    assertThat(found.isPartialWrite(BEFORE, AT_10)).as(why).isEqualTo(known);
  }

  @Test
  void aPromotionThatWasInterruptedIsKnownInEachOfItsParts() {
    StageCanary noShare = new StageCanary("d2", BigDecimal.ZERO, Map.of("a", "next"));

    assertThat(new StageRouting("d1", BEFORE.variables(), noShare).isPartialWrite(AT_50, PROMOTED))
        .isTrue();
    assertThat(
            new StageRouting("d1", PROMOTED.variables(), noShare).isPartialWrite(AT_50, PROMOTED))
        .isTrue();
    assertThat(
            new StageRouting("d2", PROMOTED.variables(), noShare).isPartialWrite(AT_50, PROMOTED))
        .isTrue();
    assertThat(
            new StageRouting("d2", Map.of("a", "next", "b", "new"), noShare)
                .isPartialWrite(AT_50, PROMOTED))
        .isFalse();
  }

  private static final StageRouting LIVE = stage("d1", "live", StageCanary.NONE);
  private static final StageRouting TENTH = stage("d1", "live", canary("10"));
  private static final StageRouting HALF = stage("d1", "live", canary("50"));
  private static final StageRouting NEXT = stage("d2", "next", StageCanary.NONE);

  private static StageRouting stage(String deployment, String alias, StageCanary canary) {
    return new StageRouting(deployment, Map.of("alias", alias), canary);
  }

  private static StageCanary canary(String percent) {
    return new StageCanary("d2", new BigDecimal(percent), Map.of("alias", "next"));
  }

  @Test
  void whatAStagesOwnWritesLeaveHalfDoneIsBetween() {
    StageCanary bare = new StageCanary("d2", BigDecimal.ZERO, Map.of());

    assertThat(stage("d1", "live", bare).isPartialWrite(LIVE, TENTH)).isTrue();
    assertThat(stage("d1", "live", canary("0")).isPartialWrite(LIVE, TENTH)).isTrue();
    assertThat(stage("d1", "live", canary("0")).isPartialWrite(HALF, NEXT)).isTrue();
    assertThat(stage("d1", "next", canary("0")).isPartialWrite(HALF, NEXT)).isTrue();
    assertThat(stage("d2", "next", canary("0")).isPartialWrite(HALF, NEXT)).isTrue();
    assertThat(stage("d1", "next", StageCanary.NONE).isPartialWrite(NEXT, LIVE)).isTrue();
    assertThat(LIVE.isPartialWrite(TENTH, LIVE)).isTrue();
  }

  @Test
  void whatOtherPeopleDoToAStageIsNotBetween() {
    assertThat(stage("d1", "live", canary("0")).isPartialWrite(TENTH, TENTH)).isFalse();
    assertThat(stage("d1", "live", canary("0")).isPartialWrite(TENTH, LIVE)).isFalse();
    assertThat(stage("d1", "live", canary("0")).isPartialWrite(TENTH, HALF)).isFalse();
    assertThat(stage("d1", "live", canary("30")).isPartialWrite(TENTH, HALF)).isFalse();
    assertThat(LIVE.isPartialWrite(TENTH, TENTH)).isFalse();
    assertThat(LIVE.isPartialWrite(TENTH, HALF)).isFalse();
    assertThat(LIVE.isPartialWrite(HALF, NEXT)).isFalse();
    assertThat(new StageRouting("d1", Map.of(), canary("10")).isPartialWrite(TENTH, HALF))
        .isFalse();
    assertThat(stage("d3", "live", canary("10")).isPartialWrite(TENTH, HALF)).isFalse();
    assertThat(stage("d2", "live", canary("10")).isPartialWrite(TENTH, HALF)).isFalse();
  }
}
