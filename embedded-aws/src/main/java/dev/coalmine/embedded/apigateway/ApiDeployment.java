package dev.coalmine.embedded.apigateway;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A deployment: an immutable snapshot of an API.
 *
 * @param id six letters and digits on AWS
 * @param description empty for none
 * @param created when it was created
 * @param resources all of them, in the order of their paths
 * @param authorizers all of them, by id
 */
record ApiDeployment(
    String id,
    String description,
    Instant created,
    List<ApiResource> resources,
    Map<String, ApiAuthorizer> authorizers) {

  /**
   * A Deployment on the wire.
   *
   * @param summary whether it includes apiSummary
   */
  Map<String, Object> toJson(boolean summary) {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("id", id);
    if (!description.isEmpty()) {
      wire.put("description", description);
    }
    wire.put("createdDate", created.getEpochSecond());
    if (summary) {
      wire.put("apiSummary", summary());
    }
    return wire;
  }

  private Map<String, Object> summary() {
    Map<String, Object> paths = new LinkedHashMap<>();
    for (ApiResource resource : resources) {
      Map<String, Object> methods = new LinkedHashMap<>();
      resource.methods().forEach((name, method) -> methods.put(name, summary(method)));
      if (!methods.isEmpty()) {
        paths.put(resource.path(), methods);
      }
    }
    return paths;
  }

  private static Map<String, Object> summary(ApiMethod method) {
    return Map.of(
        "authorizationType", method.settings().get("authorizationType"),
        "apiKeyRequired", method.settings().get("apiKeyRequired"));
  }
}
