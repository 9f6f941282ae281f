package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.protocol.JsonFields;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An authorizer of an API.
 *
 * @param id six letters and digits on AWS
 * @param settings name, type and others, as on the wire
 */
public record ApiAuthorizer(String id, Map<String, Object> settings) {
  /** The types whose authorizers are Lambda functions; the third is a Cognito user pool. */
  static final List<String> LAMBDA_TYPES = List.of("TOKEN", "REQUEST");

  String type() {
    return text("type");
  }

  /** The authorization type of the methods that it guards. */
  String authorizationType() {
    return LAMBDA_TYPES.contains(type()) ? "CUSTOM" : "COGNITO_USER_POOLS";
  }

  /** The URI of its Lambda function; empty for another type. */
  String uri() {
    return text("authorizerUri");
  }

  /** Whether API Gateway assumes a role to invoke the function. */
  boolean usesRole() {
    return !text("authorizerCredentials").isEmpty();
  }

  /** What a request must have, such as {@code method.request.header.Authorization}. */
  List<String> identitySources() {
    String sources = text("identitySource");
    return sources.isEmpty() ? List.of() : Arrays.asList(sources.split("\\s*,\\s*"));
  }

  /** What the token must match; empty for anything. */
  String validation() {
    return text("identityValidationExpression");
  }

  private String text(String name) {
    return new JsonFields(settings).text(name);
  }

  /** An Authorizer on the wire. */
  Map<String, Object> toJson() {
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("id", id);
    wire.putAll(settings);
    return wire;
  }
}
