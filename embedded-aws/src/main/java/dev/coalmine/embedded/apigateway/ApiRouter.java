package dev.coalmine.embedded.apigateway;

import java.util.Optional;

/** Routes requests of an API's callers to production or canary and to their backend. */
public interface ApiRouter {
  /**
   * Routes one request. It goes to the canary when the draw is below the canary's share, else to
   * production. The deployment of that side defines the resources.
   *
   * @param path within the stage, beginning with a slash, percent-encoded
   * @param draw from 0, inclusive, to 1, exclusive
   * @return empty when there is no such API or stage
   */
  Optional<ApiRoute> route(String restApi, String stage, String method, String path, double draw);

  /** How a stage splits its requests, for simulated load. Empty when there is no such stage. */
  Optional<StageTrafficSplit> stage(String restApi, String stage);
}
