package dev.coalmine.embedded.apigateway;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * API Gateway's state. Its monitor guards all of it. No code outside this package runs while it is
 * held.
 */
final class ApiGatewayStore {
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

  private final Map<String, RestApi> apis = new LinkedHashMap<>();
  private final InstantSource clock;
  private final Random random;

  ApiGatewayStore(InstantSource clock, long seed) {
    this.clock = clock;
    this.random = new Random(seed);
  }

  Map<String, RestApi> apis() {
    return apis;
  }

  Instant now() {
    return clock.instant();
  }

  /** A new id. AWS's ids have ten characters for an API and six for its parts. */
  String newId(int length) {
    StringBuilder id = new StringBuilder();
    for (int n = 0; n < length; n++) {
      id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return id.toString();
  }

  RestApi api(String id) {
    RestApi api = apis.get(id);
    if (api == null) {
      throw ApiGatewayErrors.noApi(id);
    }
    return api;
  }

  /** Recorded: for an unknown API the error is the one for an unknown resource. */
  ApiResource resource(String api, String id) {
    RestApi found = apis.get(api);
    ApiResource resource = found == null ? null : found.resources().get(id);
    if (resource == null) {
      throw ApiGatewayErrors.notFound("Resource");
    }
    return resource;
  }

  ApiDeployment deployment(String api, String id) {
    RestApi found = apis.get(api);
    ApiDeployment deployment = found == null ? null : found.deployments().get(id);
    if (deployment == null) {
      throw ApiGatewayErrors.notFound("Deployment");
    }
    return deployment;
  }

  StageSettings stage(String api, String name) {
    RestApi found = apis.get(api);
    StageSettings stage = found == null ? null : found.stages().get(name);
    if (stage == null) {
      throw ApiGatewayErrors.notFound("Stage");
    }
    return stage;
  }
}
