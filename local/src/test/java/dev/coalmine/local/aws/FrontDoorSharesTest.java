package dev.coalmine.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** How requests are shared out: the stage's canary first, then the alias. */
class FrontDoorSharesTest {
  private static final int REQUESTS = 20_000;
  private static final Offset<Double> ONE_POINT = within(0.01);

  /** The shares of the versions in many requests. */
  private static Map<String, Double> shares(FrontDoorWorld world) {
    Map<String, Double> shares = new TreeMap<>();
    for (int n = 0; n < REQUESTS; n++) {
      shares.merge(world.version(), 1.0 / REQUESTS, Double::sum);
    }
    return shares;
  }

  @Test
  void aStageCanaryGetsItsShare() {
    try (FrontDoorWorld world = new FrontDoorWorld(10)) {
      Map<String, Double> shares = shares(world);
      assertThat(shares).containsOnlyKeys("1", "3");
      assertThat(shares.get("3")).isCloseTo(0.1, ONE_POINT);
      assertThat(
              world.statistic(
                  "Coalmine/Stages",
                  "CanaryCount",
                  "Sum",
                  Map.of("RestApi", FrontDoorWorld.API, "Stage", FrontDoorWorld.STAGE)))
          .isCloseTo(shares.get("3") * REQUESTS, within(0.01));
    }
  }

  @Test
  void anAliasSharesOutByItsWeights() {
    try (FrontDoorWorld world = new FrontDoorWorld(0)) {
      world.lambda.route("orders", "live", "1", Map.of("2", 0.1));
      Map<String, Double> shares = shares(world);
      assertThat(shares).containsOnlyKeys("1", "2");
      assertThat(shares.get("2")).isCloseTo(0.1, ONE_POINT);
    }
  }

  @Test
  void theStageDrawsBeforeTheAliasAndOfItsOwn() {
    try (FrontDoorWorld world = new FrontDoorWorld(10)) {
      world.lambda.route("orders", "live", "1", Map.of("2", 0.1));
      world.lambda.route("orders", "next", "3", Map.of("2", 0.1));
      Map<String, Double> shares = shares(world);
      assertThat(shares.get("3")).isCloseTo(0.09, ONE_POINT);
      assertThat(shares.get("2")).isCloseTo(0.10, ONE_POINT);
      assertThat(shares.get("1")).isCloseTo(0.81, ONE_POINT);
    }
  }

  @Test
  void theHeaderTellsWhichSideOfTheStageItWas() throws Exception {
    try (FrontDoorWorld world = new FrontDoorWorld(50)) {
      int canaries = 0;
      for (int n = 0; n < 2_000; n++) {
        HttpResponse<String> answer = world.get("/orders");
        boolean canary = answer.headers().firstValue("X-Coalmine-Canary").orElse("").equals("true");
        assertThat(answer.headers().firstValue("X-Amz-Executed-Version"))
            .hasValue(canary ? "3" : "1");
        canaries += canary ? 1 : 0;
      }
      assertThat(canaries / 2_000.0).isCloseTo(0.5, within(0.05));
    }
  }

  @Test
  void theSameSeedMakesTheSameChoices() {
    try (FrontDoorWorld one = new FrontDoorWorld(30);
        FrontDoorWorld other = new FrontDoorWorld(30)) {
      for (int n = 0; n < 200; n++) {
        assertThat(one.version()).isEqualTo(other.version());
      }
    }
  }
}
