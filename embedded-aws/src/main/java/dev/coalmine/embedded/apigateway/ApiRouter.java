package dev.coalmine.embedded.apigateway;

import java.util.Optional;

/**
 * API Gateway as its callers meet it: which of a stage's two sides takes a request, and whom it
 * asks.
 */
public interface ApiRouter {
  /**
   * Where one request goes: to the stage's canary when the draw is below its share, else to
   * production, and there by the resources of the deployment that stood when it was created.
   *
   * @param path within the stage, beginning with a slash and still percent-encoded
   * @param draw from 0, inclusive, to 1, exclusive
   * @return nothing when there is no such API or stage
   */
  Optional<ApiRoute> route(String restApi, String stage, String method, String path, double draw);

  /** A stage as it stands, for callers that come by the thousand; nothing when there is none. */
  Optional<StageTrafficSplit> stage(String restApi, String stage);
}
