package dev.coalmine.embedded.apigateway;

import java.util.List;

/**
 * A stage as thousands of callers meet it.
 *
 * @param apiName the API's name, which is its dimension in CloudWatch
 * @param production what serves requests that the canary does not take
 * @param canary what serves those that it takes; as production when the stage has no canary
 * @param canaryPercent the canary's share of all requests, from 0 to 100; 0 without one
 */
public record StageTrafficSplit(
    String apiName, StageSide production, StageSide canary, double canaryPercent) {

  /**
   * One side of a stage.
   *
   * @param deployment its id
   * @param backends the Lambda functions behind its methods, one entry for each method, stage
   *     variables filled in
   */
  public record StageSide(String deployment, List<ApiRoute.LambdaBackend> backends) {}
}
