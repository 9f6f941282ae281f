package dev.coalmine.embedded.apigateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * An immutable method of a resource.
 *
 * @param settings httpMethod, authorizationType and others, as on the wire
 * @param responses the method's responses by status code, as on the wire
 * @param integration its integration, as on the wire; empty before PutIntegration
 * @param integrationResponses the integration's responses by status code, as on the wire
 */
record ApiMethod(
    Map<String, Object> settings,
    Map<String, Map<String, Object>> responses,
    Map<String, Object> integration,
    Map<String, Map<String, Object>> integrationResponses) {

  static ApiMethod of(Map<String, Object> settings) {
    return new ApiMethod(settings, Map.of(), Map.of(), Map.of());
  }

  ApiMethod withIntegration(Map<String, Object> with) {
    return new ApiMethod(settings, responses, with, Map.of());
  }

  /** The same method with an authorizer that is a Lambda function. */
  ApiMethod guardedBy(String authorizer) {
    Map<String, Object> guarded = new LinkedHashMap<>(settings);
    guarded.put("authorizationType", "CUSTOM");
    guarded.put("authorizerId", authorizer);
    return new ApiMethod(guarded, responses, integration, integrationResponses);
  }

  ApiMethod withResponse(String status, Map<String, Object> response) {
    return new ApiMethod(
        settings, with(responses, status, response), integration, integrationResponses);
  }

  ApiMethod withIntegrationResponse(String status, Map<String, Object> response) {
    return new ApiMethod(
        settings, responses, integration, with(integrationResponses, status, response));
  }

  /** The URI of its integration, or the empty string. */
  String uri() {
    return integration.getOrDefault("uri", "").toString();
  }

  /** Whether API Gateway assumes a role to call the integration. */
  boolean usesRole() {
    return !integration.getOrDefault("credentials", "").equals("");
  }

  /** A Method, as GetMethod returns it. */
  Map<String, Object> toJson() {
    Map<String, Object> wire = new LinkedHashMap<>(settings);
    if (!responses.isEmpty()) {
      wire.put("methodResponses", responses);
    }
    if (!integration.isEmpty()) {
      wire.put("methodIntegration", integrationToJson());
    }
    return wire;
  }

  /** An Integration, as GetIntegration returns it. */
  Map<String, Object> integrationToJson() {
    Map<String, Object> wire = new LinkedHashMap<>(integration);
    if (!integrationResponses.isEmpty()) {
      wire.put("integrationResponses", integrationResponses);
    }
    return wire;
  }

  private static Map<String, Map<String, Object>> with(
      Map<String, Map<String, Object>> before, String status, Map<String, Object> response) {
    Map<String, Map<String, Object>> after = new TreeMap<>(before);
    after.put(status, response);
    return after;
  }
}
