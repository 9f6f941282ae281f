package dev.coalmine.embedded.apigateway;

import java.util.List;

/**
 * How a stage splits its requests, for simulated load.
 *
 * @param apiName the API's name, which is its dimension in CloudWatch
 * @param production serves the requests that the canary does not serve
 * @param canary serves the canary's share; equals production when the stage has no canary
 * @param canaryPercent the canary's share of all requests, from 0 to 100; 0 without a canary
 */
public record StageTrafficSplit(
    String apiName, StageSide production, StageSide canary, double canaryPercent) {

  /**
   * One side of a stage.
   *
   * @param deployment its id
   * @param backends the Lambda functions behind its methods, one entry a method, with stage
   *     variables filled in
   */
  public record StageSide(String deployment, List<ApiRoute.LambdaBackend> backends) {}
}
