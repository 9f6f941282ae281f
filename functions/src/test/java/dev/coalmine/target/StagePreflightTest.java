package dev.coalmine.target;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.target.MetricSource.InvocationTarget;
import dev.coalmine.target.StageRouting.StageCanary;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StagePreflightTest {
  private static final String URI =
      "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:";
  private static final AwsLocation HOME = new AwsLocation("aws", "us-east-1", "111122223333");
  private static final MethodIntegration ORDERS =
      new MethodIntegration(
          "ANY", "/orders", URI + "orders:${stageVariables.alias}/invocations", false);
  private static final MethodIntegration BILLS =
      new MethodIntegration("GET", "/bills", URI + "billing:live/invocations", false);
  private static final MethodIntegration MOCK = new MethodIntegration("GET", "/health", "", false);
  private static final StageTarget BOTH =
      new StageTarget("a1b2", "prod", "d2", Map.of("alias", "next"));
  private static final StageTarget DEPLOYMENT = new StageTarget("a1b2", "prod", "d2", Map.of());
  private static final StageRouting STANDS =
      new StageRouting("d1", Map.of("alias", "live"), StageCanary.NONE);

  @Test
  void aStageThatIsReadyHasNoFaults() {
    assertThat(found(BOTH, STANDS, "shop", true).check()).isEqualTo(Preflight.NONE);
  }

  @Test
  void aStageThatIsNotThereMayBeThatOfAnHttpApi() {
    StagePreflight missing =
        new StagePreflight(BOTH, Optional.empty(), true, List.of(), Optional.empty(), List.of());

    assertThat(missing.check().faults())
        .containsExactly(
            "REST API a1b2 or its stage prod does not exist (the stage of an HTTP API has no"
                + " canary: release the alias behind it)");
  }

  @Test
  void aStageWithACanaryIsBusyEvenIfThatHasNoShare() {
    StageRouting split =
        new StageRouting(
            "d1", STANDS.variables(), new StageCanary("d9", BigDecimal.ZERO, Map.of("x", "y")));

    assertThat(found(BOTH, split, "shop", true).check().faults())
        .containsExactly(
            "stage a1b2/prod already has a canary (deployment d9 (x=y) at 0 %): promote or remove"
                + " it first");
  }

  @Test
  void aStageWithAMarkIsClaimed() {
    assertThat(found(BOTH, STANDS, "coalmine arn:other", true).check().faults())
        .containsExactly(
            "stage a1b2/prod is claimed by another release according to its description (coalmine"
                + " arn:other): if that release has ended, clear the description");
  }

  @Test
  void aStageThatAnotherReleaseHoldsIsWaitedFor() {
    StagePreflight held =
        new StagePreflight(
            BOTH,
            Optional.of(new Snapshot(STANDS, "coalmine arn:other", "")),
            true,
            List.of(),
            Optional.of("arn:other"),
            List.of());

    assertThat(held.check())
        .isEqualTo(new Preflight(List.of(), List.of("a1b2/prod is being released by arn:other")));
  }

  @Test
  void whatItServesAlreadyNeedNotBeMoved() {
    StageRouting there =
        new StageRouting("d2", Map.of("alias", "next", "b", "c"), StageCanary.NONE);
    Preflight checked = found(BOTH, there, "", true).check();

    assertThat(checked.faults()).isEmpty();
    assertThat(Preflight.servedText(checked.served()))
        .isEqualTo("a1b2/prod already serves deployment d2 with alias=next");
    assertThat(found(BOTH, there, "coalmine arn:other", true).check().served()).isEmpty();
    assertThat(found(BOTH, STANDS, "", false).check().faults())
        .containsExactly("deployment d2 of REST API a1b2 does not exist");
  }

  @Test
  void theCanaryIsMeasuredByTheQualifiersThatDiffer() {
    assertThat(found(BOTH, STANDS, "", true).metricSource("shop", HOME, true))
        .isEqualTo(
            new MetricSource(
                MetricSource.MetricSourceKind.QUALIFIERS,
                "shop",
                List.of(
                    new MetricSource.InvocationPair(
                        new InvocationTarget("orders", "live"),
                        new InvocationTarget("orders", "next"))),
                false));
  }

  @Test
  void whereTheyAskTheSameOnlyTheLogTellsThemApart() {
    StagePreflight same = found(DEPLOYMENT, STANDS, "", true);

    assertThat(same.metricSource("shop", HOME, true).kind())
        .isEqualTo(MetricSource.MetricSourceKind.CANARY_LOG);
    assertThat(same.metricSource("shop", HOME, false).kind())
        .isEqualTo(MetricSource.MetricSourceKind.NOTHING);
    assertThat(same.metricSource("shop", HOME, false).hasCanaryMetrics()).isFalse();
  }

  /** Its metrics say nothing of the responses behind it. */
  @Test
  void anAuthorizerAloneDoesNotTellThemApart() {
    MethodIntegration authorizer =
        MethodIntegration.ofAuthorizer(
            "x1y2z3", "tokens", URI + "auth:${stageVariables.alias}/invocations", false);
    Snapshot stage = new Snapshot(STANDS, "", "");
    StagePreflight guarded =
        new StagePreflight(
            BOTH,
            Optional.of(stage),
            true,
            List.of(BILLS, authorizer),
            Optional.empty(),
            List.of());

    assertThat(guarded.metricSource("shop", HOME, true).kind())
        .isEqualTo(MetricSource.MetricSourceKind.CANARY_LOG);
    assertThat(guarded.metricSource("shop", HOME, false).kind())
        .isEqualTo(MetricSource.MetricSourceKind.NOTHING);
  }

  @Test
  void whatIsNoFunctionIsAskedNothing() {
    assertThat(MOCK.invocationTarget(Map.of(), HOME)).isEmpty();
    assertThat(
            new MethodIntegration("GET", "/f", URI + "f/invocations", false)
                .invocationTarget(Map.of(), HOME))
        .contains(new InvocationTarget("f", ""));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:f/invocations | f | -
          lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:f:8/invocations | f:8 | -
          lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:f:$LATEST.PUBLISHED/invocations | f:$LATEST.PUBLISHED | -
          lambda:path/2021-11-15/functions/arn:aws:lambda:us-east-1:111122223333:function:f:${stageVariables.alias}/response-streaming-invocations | f:next | -
          lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:f:${stageVariables.other}/invocations | - | names no function
          lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:f/later-invocations | - | names no function
          lambda:path/2015-03-31/functions/f/invocations | - | names no function
          lambda:action/Invoke | - | names no function
          lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:111122223333:function:f/invocations | - | is in Region eu-west-1
          lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:444455556666:function:f/invocations | - | is in account 444455556666
          sqs:path/111122223333/orders | - | -
          dynamodb:action/PutItem | - | -
          """)
  void whatAnIntegrationInvokesIsReadOrNamed(String end, String function, String reason) {
    MethodIntegration integration =
        new MethodIntegration("GET", "/f", "arn:aws:apigateway:us-east-1:" + end, false);
    Map<String, String> variables = Map.of("alias", "next");

    assertThat(integration.invocationTarget(variables, HOME).map(Object::toString).orElse(null))
        .isEqualTo(function);
    assertThat(
            integration
                .unknownFunctionReason(variables)
                .or(() -> integration.unreachableReason(variables, HOME))
                .orElse(""))
        .contains(reason == null ? "" : reason)
        .matches(text -> text.isEmpty() == (reason == null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "https://shop.example/${stageVariables.alias}", "http://${x}"})
  void whatIsNoFunctionNeedsNone(String uri) {
    assertThat(new MethodIntegration("GET", "/f", uri, false).unknownFunctionReason(Map.of()))
        .isEmpty();
  }

  @Test
  void anAuthorizerIsAllowedByItsOwnSource() {
    MethodIntegration authorizer =
        MethodIntegration.ofAuthorizer("x1y2z3", "tokens", URI + "auth/invocations", false);

    assertThat(authorizer).hasToString("authorizer tokens");
    assertThat(authorizer.sources("arn:api", "prod")).containsExactly("arn:api/authorizers/x1y2z3");
    assertThat(ORDERS.sources("arn:api", "prod")).contains("arn:api/prod/GET/orders");
  }

  @Test
  void aFunctionOfAnotherAccountIsNotLookedAt() {
    assertThat(ORDERS.invocationTarget(Map.of("alias", "x"), HOME))
        .contains(new InvocationTarget("orders", "x"));
    assertThat(
            ORDERS.invocationTarget(
                Map.of("alias", "x"), new AwsLocation("aws", "us-east-1", "444455556666")))
        .isEmpty();
  }

  private static StagePreflight found(
      StageTarget target, StageRouting stands, String description, boolean deployment) {
    return new StagePreflight(
        target,
        Optional.of(new Snapshot(stands, description, "")),
        deployment,
        List.of(ORDERS, BILLS, MOCK),
        Optional.empty(),
        List.of());
  }
}
