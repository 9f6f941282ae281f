package dev.coalmine.cli.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.coalmine.embedded.apigateway.ApiRoute.LambdaBackend;
import dev.coalmine.embedded.apigateway.StageTrafficSplit;
import dev.coalmine.embedded.lambda.AliasTrafficSplit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.assertj.core.data.MapEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The split of requests, by the settings of a stage and the weights of aliases. */
class TrafficSplitTest {
  private static final LambdaBackend LIVE = new LambdaBackend("orders", "live");
  private static final LambdaBackend NEXT = new LambdaBackend("orders", "next");
  private static final LambdaBackend MAIL = new LambdaBackend("mail", "live");

  private final Map<LambdaBackend, AliasTrafficSplit> routings =
      Map.of(
          LIVE, routing("7", Map.of()),
          NEXT, routing("8", Map.of()),
          MAIL, routing("11", Map.of("12", 0.25)));

  private static AliasTrafficSplit routing(String primary, Map<String, Double> weights) {
    return new AliasTrafficSplit(primary, weights, "any");
  }

  private static StageTrafficSplit.StageSide side(String deployment, LambdaBackend... backends) {
    return new StageTrafficSplit.StageSide(deployment, List.of(backends));
  }

  private TrafficSplit lanes(
      StageTrafficSplit.StageSide production, StageTrafficSplit.StageSide canary, double percent) {
    return TrafficSplit.ofStage(
        new StageTrafficSplit("shop", production, canary, percent),
        backend -> Optional.ofNullable(routings.get(backend)));
  }

  /** Shares by version, and by whether the stage's canary took the request. */
  private static Map<String, Double> shares(TrafficSplit lanes) {
    Map<String, Double> shares = new TreeMap<>();
    lanes
        .shares()
        .forEach(
            (lane, share) ->
                shares.put(
                    "%s:%s:%s%s"
                        .formatted(
                            lane.function(),
                            lane.alias(),
                            lane.version(),
                            lane.side().canary() ? " by the canary" : ""),
                    Math.round(share * 1e9) / 1e9));
    return shares;
  }

  @Test
  void anAliasSharesOutByItsWeights() {
    assertThat(shares(TrafficSplit.ofAlias("orders", "live", routing("7", Map.of("8", 0.1)))))
        .containsExactly(entry("orders:live:7", 0.9), entry("orders:live:8", 0.1));
  }

  @ParameterizedTest
  @CsvSource({
    // percent of the canary, weight of 8, then 7 and 8 in production, 7 and 8 by the canary
    "  0,   0, 1,    0,    0,    0",
    "  0, 0.2, 0.8,  0.2,  0,    0",
    " 10,   0, 0.9,  0,    0.1,  0",
    " 10, 0.2, 0.72, 0.18, 0.08, 0.02",
    "100,   0, 0,    0,    1,    0",
    "100,   1, 0,    0,    0,    1",
    "0.5, 0.5, 0.4975, 0.4975, 0.0025, 0.0025",
  })
  void aCanarysShareAndAnAliasWeightsMultiply(
      double percent, double weight, double p7, double p8, double c7, double c8) {
    Function<LambdaBackend, Optional<AliasTrafficSplit>> routing =
        backend -> Optional.of(routing("7", weight > 0 ? Map.of("8", weight) : Map.of()));
    StageTrafficSplit stage =
        new StageTrafficSplit("shop", side("old", LIVE), side("new", LIVE), percent);

    Map<String, Double> shares = shares(TrafficSplit.ofStage(stage, routing));

    Map<String, Double> expected = new TreeMap<>();
    expected.put("orders:live:7", p7);
    expected.put("orders:live:8", p8);
    expected.put("orders:live:7 by the canary", c7);
    expected.put("orders:live:8 by the canary", c8);
    expected.values().removeIf(share -> share == 0);
    assertThat(shares).isEqualTo(expected);
  }

  @Test
  void aSideAsksItsBackendsEvenly() {
    assertThat(shares(lanes(side("old", LIVE, MAIL), side("new", NEXT, MAIL), 20)))
        .containsOnly(
            entry("orders:live:7", 0.4),
            entry("mail:live:11", 0.3),
            entry("mail:live:12", 0.1),
            entry("orders:next:8 by the canary", 0.1),
            entry("mail:live:11 by the canary", 0.075),
            entry("mail:live:12 by the canary", 0.025));
  }

  @Test
  void aBackendOfTwoMethodsIsAskedTwiceAsOften() {
    assertThat(shares(lanes(side("old", LIVE, LIVE, NEXT), side("old"), 0)))
        .containsOnly(
            entry("orders:live:7", round(2 / 3.0)), entry("orders:next:8", round(1 / 3.0)));
  }

  @Test
  void sharesAreOneTogether() {
    TrafficSplit lanes = lanes(side("old", LIVE, MAIL, NEXT), side("new", NEXT, MAIL, MAIL), 33);

    assertThat(lanes.shares().values().stream().mapToDouble(Double::doubleValue).sum())
        .isCloseTo(1, within(1e-12));
  }

  @Test
  void whatCannotBeInvokedIsALaneWithoutAVersion() {
    LambdaBackend unknown = new LambdaBackend("orders", "gone");
    TrafficSplit lanes = lanes(side("old", LIVE), side("new", unknown), 10);

    assertThat(shares(lanes))
        .containsOnly(entry("orders:live:7", 0.9), entry("orders:gone: by the canary", 0.1));
    assertThat(lanes.shares().keySet()).filteredOn(TrafficRoute::isBroken).hasSize(1);
  }

  @Test
  void aStageWithoutFunctionsAnswersByItself() {
    assertThat(lanes(side("old"), side("new"), 5).shares().keySet())
        .hasSize(2)
        .noneMatch(TrafficRoute::runsFunction)
        .noneMatch(TrafficRoute::isBroken);
  }

  @Test
  void aVersionThatIsAskedByNumberIsNoAlias() {
    Function<LambdaBackend, Optional<AliasTrafficSplit>> routing =
        backend -> Optional.of(routing(backend.qualifier(), Map.of()));
    StageTrafficSplit.StageSide side = side("old", new LambdaBackend("orders", "7"));

    assertThat(shares(TrafficSplit.ofStage(new StageTrafficSplit("shop", side, side, 0), routing)))
        .containsOnly(entry("orders::7", 1.0));
  }

  @ParameterizedTest
  @CsvSource({
    // the canary's deployment and backend; what of it is new
    "new, next, function",
    "old, next, function",
    "new, live, stage",
    "old, live, stage",
    "new, gone, function",
  })
  void theBaselineIsWhatProductionWas(String deployment, String alias, String what) {
    StageTrafficSplit.StageSide old = side("old", LIVE);
    TrafficBaseline baseline = lanes(old, old, 0).baseline();
    StageTrafficSplit.StageSide canary = side(deployment, new LambdaBackend("orders", alias));

    for (TrafficRoute lane : lanes(old, canary, 50).shares().keySet()) {
      boolean isNew = lane.side().canary();
      assertThat(baseline.isUnchanged(lane)).isEqualTo(!isNew);
      assertThat(baseline.includes(lane)).isEqualTo(!isNew || what.equals("stage"));
      assertThat(baseline.isRedeployed(lane)).isEqualTo(isNew && what.equals("stage"));
    }
  }

  @Test
  void aPromotedDeploymentIsStillNew() {
    TrafficBaseline baseline = lanes(side("old", LIVE), side("old", LIVE), 0).baseline();

    TrafficSplit promoted = lanes(side("new", LIVE), side("new", LIVE), 0);

    assertThat(promoted.shares().keySet()).singleElement().matches(baseline::isRedeployed);
    assertThat(promoted.differsFrom(baseline)).isTrue();
  }

  @Test
  void whatTheCanaryAsksAsProductionDoesIsNotNew() {
    StageTrafficSplit.StageSide old = side("old", LIVE, MAIL);
    TrafficBaseline baseline = lanes(old, old, 0).baseline();
    TrafficSplit lanes = lanes(old, side("old", NEXT, MAIL), 10);

    assertThat(lanes.shares().keySet())
        .filteredOn(lane -> lane.version().equals("11"))
        .hasSize(2)
        .allMatch(baseline::isUnchanged);
  }

  private static double round(double share) {
    return Math.round(share * 1e9) / 1e9;
  }

  private static MapEntry<String, Double> entry(String lane, double share) {
    return MapEntry.entry(lane, share);
  }
}
