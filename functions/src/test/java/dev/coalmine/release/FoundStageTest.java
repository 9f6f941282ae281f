package dev.coalmine.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.release.Meter.Asked;
import dev.coalmine.release.StageRouting.Canary;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FoundStageTest {
  private static final String URI =
      "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:";
  private static final Home HOME = new Home("aws", "us-east-1", "111122223333");
  private static final Integration ORDERS =
      new Integration("ANY", "/orders", URI + "orders:${stageVariables.alias}/invocations", false);
  private static final Integration BILLS =
      new Integration("GET", "/bills", URI + "billing:live/invocations", false);
  private static final Integration MOCK = new Integration("GET", "/health", "", false);
  private static final StageTarget BOTH =
      new StageTarget("a1b2", "prod", "d2", Map.of("alias", "next"));
  private static final StageTarget DEPLOYMENT = new StageTarget("a1b2", "prod", "d2", Map.of());
  private static final StageRouting STANDS =
      new StageRouting("d1", Map.of("alias", "live"), Canary.NONE);

  @Test
  void aStageThatIsReadyHasNoFaults() {
    assertThat(found(BOTH, STANDS, "shop", true).findings()).isEqualTo(Findings.NONE);
  }

  @Test
  void aStageThatIsNotThereMayBeThatOfAnHttpApi() {
    FoundStage missing =
        new FoundStage(BOTH, Optional.empty(), true, List.of(), Optional.empty(), List.of());

    assertThat(missing.findings().faults())
        .containsExactly(
            "REST API a1b2 has no stage prod, or there is no such API (the stage of an HTTP API has no canary: release the alias behind it)");
  }

  @Test
  void aStageWithACanaryIsBusyEvenIfThatHasNoShare() {
    StageRouting split =
        new StageRouting(
            "d1", STANDS.variables(), new Canary("d9", BigDecimal.ZERO, Map.of("x", "y")));

    assertThat(found(BOTH, split, "shop", true).findings().faults())
        .containsExactly(
            "stage a1b2/prod already has a canary (deployment d9 (x=y) at 0 %): promote or remove it first");
  }

  @Test
  void aStageWithAMarkIsClaimed() {
    assertThat(found(BOTH, STANDS, "coalmine arn:other", true).findings().faults())
        .containsExactly(
            "stage a1b2/prod is claimed by another release, as its description says (coalmine arn:other): if that is over, clear the description");
  }

  @Test
  void whatItServesAlreadyIsNotReleased() {
    StageRouting there = new StageRouting("d2", Map.of("alias", "next", "b", "c"), Canary.NONE);

    assertThat(found(BOTH, there, "", true).findings().faults())
        .containsExactly("stage a1b2/prod already serves deployment d2 with alias=next");
    assertThat(found(BOTH, STANDS, "", false).findings().faults())
        .containsExactly("deployment d2 of REST API a1b2 does not exist");
  }

  @Test
  void theCanaryIsMeasuredByTheQualifiersThatDiffer() {
    assertThat(found(BOTH, STANDS, "", true).meter("shop", HOME, true))
        .isEqualTo(
            new Meter(
                Meter.Kind.QUALIFIERS,
                "shop",
                List.of(new Meter.Pair(new Asked("orders", "live"), new Asked("orders", "next"))),
                false));
  }

  @Test
  void whereTheyAskTheSameOnlyTheLogTellsThemApart() {
    FoundStage same = found(DEPLOYMENT, STANDS, "", true);

    assertThat(same.meter("shop", HOME, true).kind()).isEqualTo(Meter.Kind.CANARY_LOG);
    assertThat(same.meter("shop", HOME, false).kind()).isEqualTo(Meter.Kind.NOTHING);
    assertThat(same.meter("shop", HOME, false).tellsApart()).isFalse();
  }

  @Test
  void whatIsNoFunctionIsAskedNothing() {
    assertThat(MOCK.asks(Map.of(), HOME)).isEmpty();
    assertThat(new Integration("GET", "/f", URI + "f/invocations", false).asks(Map.of(), HOME))
        .contains(new Asked("f", ""));
  }

  @Test
  void aFunctionOfAnotherAccountIsNotLookedAt() {
    assertThat(ORDERS.asks(Map.of("alias", "x"), HOME)).contains(new Asked("orders", "x"));
    assertThat(ORDERS.asks(Map.of("alias", "x"), new Home("aws", "us-east-1", "444455556666")))
        .isEmpty();
  }

  private static FoundStage found(
      StageTarget target, StageRouting stands, String description, boolean deployment) {
    return new FoundStage(
        target,
        Optional.of(new Snapshot(stands, description, "")),
        deployment,
        List.of(ORDERS, BILLS, MOCK),
        Optional.empty(),
        List.of());
  }
}
