package dev.coalmine.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.target.StageRouting.StageCanary;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is left of a release on a stage: a release from deployment d1 with a=live and b=kept to
 * deployment d2 with a=next. API Gateway writes a stage in parts, so another person's change can
 * stand beside any of them.
 */
class StageWritesTest {
  private static final StageTarget TARGET =
      new StageTarget("a1b2", "prod", "d2", Map.of("a", "next"));
  private static final StageRouting BEFORE = stage("d1", "live", "kept");
  private static final StageRouting AT_10 = TARGET.splitRouting(BEFORE, new Weight(10));
  private static final StageRouting AT_50 = TARGET.splitRouting(BEFORE, new Weight(50));
  private static final StageRouting PROMOTED = TARGET.promotedRouting(BEFORE);

  private static StageRouting stage(String deployment, String a, String b) {
    return new StageRouting(deployment, Map.of("a", a, "b", b), StageCanary.NONE);
  }

  private static StageRouting withCanary(StageRouting stage, String deployment, int percent) {
    return new StageRouting(
        stage.deployment(),
        stage.variables(),
        new StageCanary(deployment, BigDecimal.valueOf(percent), Map.of()));
  }

  @ParameterizedTest(name = "{0} with a={1} and b={2}: some {3}, all {4}")
  @CsvSource({
    "d2, next, kept,  true,  true",
    "d2, next, other, true,  true", // changed beside the promotion only
    "d2, live, kept,  true,  false",
    "d1, next, kept,  true,  false",
    "d3, next, kept,  true,  false",
    "d3, live, kept,  false, false",
    "d1, live, other, false, false",
    "d1, live, kept,  false, false"
  })
  void whatIsLeftOfAPromotionIsSeenInDeploymentAndVariables(
      String deployment, String a, String b, boolean some, boolean all) {
    StageRouting found = stage(deployment, a, b);

    assertThat(found.hasPartOf(PROMOTED, BEFORE)).isEqualTo(some);
    assertThat(found.servesAllOf(PROMOTED, BEFORE)).isEqualTo(all);
  }

  @Test
  void aCanaryOnTopOfThePromotionTakesRequestsFromIt() {
    assertThat(withCanary(PROMOTED, "d9", 5).servesAllOf(PROMOTED, BEFORE)).isFalse();
    assertThat(withCanary(PROMOTED, "d9", 5).hasPartOf(PROMOTED, BEFORE)).isTrue();
  }

  @Test
  void aDeploymentThatStaysIsNoPartOfAPromotion() {
    StageRouting promoted =
        new StageTarget("a1b2", "prod", "", Map.of("a", "next")).promotedRouting(BEFORE);

    assertThat(BEFORE.hasPartOf(promoted, BEFORE)).isFalse();
    assertThat(stage("d1", "next", "kept").hasPartOf(promoted, BEFORE)).isTrue();
  }

  @ParameterizedTest(name = "{0} with a={1}, canary {2} at {3} % with a={4}: {5}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          d1, live, d2, 50, next, true,  the whole write
          d1, live, d1, 50, -,    true,  a share alone creates a canary of the stage's deployment
          d1, live, d2, 0,  -,    true,  a canary before it has its share
          d1, live, '', 0,  -,    true,  nothing yet
          d1, live, d2, 10, next, true,  the write before
          d1, live, d2, 20, next, false, a share that nobody of us writes
          d1, live, d3, 50, next, false, a canary that nobody of us writes
          d1, live, d2, 50, gone, false, a value that nobody of us writes
          d3, live, d2, 50, next, false, another deployment in production
          d1, else, d2, 50, next, false, another variable in production
          """)
  void aWriteThatComesAfterTheRollbackIsKnown(
      String deployment,
      String a,
      String canary,
      int percent,
      String override,
      boolean known,
      String why) {
    StageRouting found =
        new StageRouting(
            deployment,
            Map.of("a", a, "b", "kept"),
            new StageCanary(
                canary,
                BigDecimal.valueOf(percent),
                override == null ? Map.of() : Map.of("a", override)));

    assertThat(found.isLateWrite(BEFORE, AT_10, AT_50)).as(why).isEqualTo(known);
  }

  @ParameterizedTest(name = "{0} with a={1}: {2}")
  @CsvSource({
    "d2, next, true",
    "d2, live, true",
    "d1, next, true",
    "d3, next, false",
    "d2, else, false"
  })
  void aPromotionThatComesAfterTheRollbackIsKnownInItsParts(
      String deployment, String a, boolean known) {
    StageRouting found = stage(deployment, a, "kept");

    assertThat(found.isLateWrite(BEFORE, AT_50, PROMOTED)).isEqualTo(known);
    assertThat(withCanary(found, "d2", 0).isLateWrite(BEFORE, AT_50, PROMOTED)).isEqualTo(known);
  }

  @Test
  void apiGatewayMovesTheRequestsAtOnce() {
    Snapshot found = new Snapshot(AT_10, "", "", "t1", Provisioning.of("IN_PROGRESS", ""));

    assertThat(found.isSettlingOn(BEFORE)).isFalse();
  }

  @Test
  void aStageIsNamedAsPeopleKnowIt() {
    StageTarget variables = new StageTarget("a1b2", "prod", "", Map.of("a", "next"));

    assertThat(TARGET.defaultReleaseId()).isEqualTo("a1b2-prod-d2");
    assertThat(variables.defaultReleaseId()).isEqualTo("a1b2-prod");
    assertThat(TARGET.toChange(BEFORE))
        .isEqualTo(
            new StageChange(
                "a1b2",
                "prod",
                "d2",
                Map.of("a", "next"),
                "deployment d1 (a=live, b=kept)",
                "deployment d2 (a=next, b=kept)"));
    assertThat(new AwsLocation("aws", "eu-west-1", "111122223333").apiArn("a1b2"))
        .isEqualTo("arn:aws:execute-api:eu-west-1:111122223333:a1b2");
  }

  /** Only what differs needs a permission of its own. */
  @ParameterizedTest
  @CsvSource({"orders:${stageVariables.a}, true", "orders:live, false"})
  void anIntegrationDiffersWhereItUsesAVariableThatDiffers(String called, boolean differs) {
    MethodIntegration integration = new MethodIntegration("GET", "/orders", called, false);

    assertThat(integration.differs(BEFORE.variables(), PROMOTED.variables())).isEqualTo(differs);
    assertThat(integration.differs(BEFORE.variables(), BEFORE.variables())).isFalse();
  }
}
