package dev.coalmine.embedded.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.http.HttpResponse;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** The split of requests: first the stage's canary, then the alias. */
class ExecuteApiTrafficSplitTest {
  private static final int REQUESTS = 20_000;
  private static final Offset<Double> ONE_POINT = within(0.01);

  /** The shares of the versions in many requests. */
  private static Map<String, Double> shares(ExecuteApiFixture fixture) {
    Map<String, Double> shares = new TreeMap<>();
    for (int n = 0; n < REQUESTS; n++) {
      shares.merge(fixture.version(), 1.0 / REQUESTS, Double::sum);
    }
    return shares;
  }

  @Test
  void aStageCanaryGetsItsShare() {
    try (ExecuteApiFixture fixture = new ExecuteApiFixture(10)) {
      Map<String, Double> shares = shares(fixture);
      assertThat(shares).containsOnlyKeys("1", "3");
      assertThat(shares.get("3")).isCloseTo(0.1, ONE_POINT);
      assertThat(
              fixture.statistic(
                  "Coalmine/Stages",
                  "CanaryCount",
                  "Sum",
                  Map.of("RestApi", ExecuteApiFixture.API, "Stage", ExecuteApiFixture.STAGE)))
          .isCloseTo(shares.get("3") * REQUESTS, within(0.01));
    }
  }

  @Test
  void anAliasSharesOutByItsWeights() {
    try (ExecuteApiFixture fixture = new ExecuteApiFixture(0)) {
      fixture.lambda.putAlias("orders", "live", "1", Map.of("2", 0.1));
      Map<String, Double> shares = shares(fixture);
      assertThat(shares).containsOnlyKeys("1", "2");
      assertThat(shares.get("2")).isCloseTo(0.1, ONE_POINT);
    }
  }

  @Test
  void stageAndAliasDrawIndependently() {
    try (ExecuteApiFixture fixture = new ExecuteApiFixture(10)) {
      fixture.lambda.putAlias("orders", "live", "1", Map.of("2", 0.1));
      fixture.lambda.putAlias("orders", "next", "3", Map.of("2", 0.1));
      Map<String, Double> shares = shares(fixture);
      assertThat(shares.get("3")).isCloseTo(0.09, ONE_POINT);
      assertThat(shares.get("2")).isCloseTo(0.10, ONE_POINT);
      assertThat(shares.get("1")).isCloseTo(0.81, ONE_POINT);
    }
  }

  @Test
  void theHeaderNamesTheSideOfTheStage() throws Exception {
    try (ExecuteApiFixture fixture = new ExecuteApiFixture(50)) {
      int canaries = 0;
      for (int n = 0; n < 2_000; n++) {
        HttpResponse<String> answer = fixture.get("/orders");
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
    try (ExecuteApiFixture one = new ExecuteApiFixture(30);
        ExecuteApiFixture other = new ExecuteApiFixture(30)) {
      for (int n = 0; n < 200; n++) {
        assertThat(one.version()).isEqualTo(other.version());
      }
    }
  }
}
