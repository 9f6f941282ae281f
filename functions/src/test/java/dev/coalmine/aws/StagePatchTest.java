package dev.coalmine.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.target.OwnershipEvidence;
import dev.coalmine.target.RoutingChange;
import dev.coalmine.target.Snapshot;
import dev.coalmine.target.StageRouting;
import dev.coalmine.target.StageRouting.StageCanary;
import dev.coalmine.target.StageTarget;
import dev.coalmine.target.Weight;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.apigateway.model.PatchOperation;

/** The UpdateStage calls from a current routing to a wanted one. */
class StagePatchTest {
  private static final String MARK = "coalmine arn:run";
  private static final StageTarget TARGET =
      new StageTarget("a1b2", "prod", "d2", Map.of("a", "next", "n", "new"));
  private static final StageRouting BEFORE =
      new StageRouting("d1", Map.of("a", "live", "b", "kept"), StageCanary.NONE);
  private static final StageRouting AT_10 = TARGET.splitRouting(BEFORE, new Weight(10));
  private static final StageRouting PROMOTED = TARGET.promotedRouting(BEFORE);

  @Test
  void canaryPercentageIsSetLast() {
    assertThat(patch(BEFORE, MARK, AT_10, true))
        .isEqualTo(
            """
            replace /canarySettings/deploymentId d2
            replace /canarySettings/stageVariableOverrides/a next
            replace /canarySettings/stageVariableOverrides/n new
            replace /canarySettings/percentTraffic 10
            replace /description coalmine arn:run
            """);
  }

  @Test
  void unwantedOverrideIsRemoved() {
    StageRouting half =
        new StageRouting(
            "d1", BEFORE.variables(), new StageCanary("d2", BigDecimal.ZERO, Map.of("x", "y")));

    assertThat(patch(half, MARK, AT_10, true))
        .contains("remove /canarySettings/stageVariableOverrides/x\n");
  }

  @Test
  void promotionCopiesAndThenRemovesTheCanary() {
    assertThat(patch(AT_10, MARK, PROMOTED, false))
        .isEqualTo(
            """
            copy /canarySettings/stageVariableOverrides → /variables
            copy /canarySettings/deploymentId → /deploymentId
            replace /canarySettings/percentTraffic 0.0
            """);
    StageRouting copied =
        new StageRouting(
            "d2",
            PROMOTED.variables(),
            new StageCanary("d2", BigDecimal.ZERO, AT_10.canary().overrides()));
    assertThat(patch(copied, MARK, PROMOTED, false))
        .isEqualTo(
            """
            remove /canarySettings
            replace /description the shop
            """);
  }

  @Test
  void rollbackRemovesTheCanaryAndDoesNotSetItsPercentage() {
    assertThat(patch(AT_10, MARK, BEFORE, false))
        .isEqualTo(
            """
            remove /canarySettings
            replace /description the shop
            """);
  }

  @Test
  void rollbackOfAPromotionRestoresAllVariables() {
    assertThat(patch(PROMOTED, "the shop", BEFORE, false))
        .isEqualTo(
            """
            replace /deploymentId d1
            replace /variables/a live
            remove /variables/n
            """);
  }

  @Test
  void rollbackOfAPartialPromotionRemovesTheCanaryFirst() {
    StageRouting copied = new StageRouting("d2", PROMOTED.variables(), AT_10.canary());

    assertThat(patch(copied, MARK, BEFORE, false)).isEqualTo("remove /canarySettings\n");
  }

  @Test
  void promotionWithoutOverridesCopiesNone() {
    StageTarget deployment = new StageTarget("a1b2", "prod", "d2", Map.of());

    assertThat(
            patch(
                deployment.splitRouting(BEFORE, new Weight(50)),
                MARK,
                deployment.promotedRouting(BEFORE),
                false))
        .isEqualTo(
            """
            copy /canarySettings/deploymentId → /deploymentId
            replace /canarySettings/percentTraffic 0.0
            """);
  }

  private static String patch(
      StageRouting stands, String description, StageRouting wanted, boolean leavesMark) {
    RoutingChange move =
        new RoutingChange(
            TARGET,
            wanted,
            List.of(stands, wanted),
            MARK,
            new Snapshot(BEFORE, "the shop", ""),
            leavesMark,
            false,
            OwnershipEvidence.ROUTING);
    return StagePatch.towards(move, new Snapshot(stands, description, "")).stream()
        .map(StagePatchTest::words)
        .collect(Collectors.joining());
  }

  private static String words(PatchOperation operation) {
    String how = operation.opAsString() + " ";
    return operation.from() == null
        ? how + operation.path() + (operation.value() == null ? "" : " " + operation.value()) + "\n"
        : how + operation.from() + " → " + operation.path() + "\n";
  }
}
