package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.RestJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** API Gateway's operations on authorizers. The caller holds the store's monitor. */
final class AuthorizerOperations {
  private static final int DEFAULT_TTL = 300;
  private static final String HEADER_SOURCE = "method.request.header.[a-zA-Z0-9._-]+";
  private static final List<String> COPIED_FIELDS =
      List.of(
          "authorizerUri",
          "authorizerCredentials",
          "identitySource",
          "identityValidationExpression",
          "providerARNs");

  private final ApiGatewayStore store;

  AuthorizerOperations(ApiGatewayStore store) {
    this.store = store;
  }

  WireResponse create(ApiGatewayCall call) {
    return RestJson.response(201, create(store.api(call.api()), call.fields()).toJson());
  }

  /** Creates an authorizer for tokens in the usual header. */
  ApiAuthorizer create(RestApi api, String name, String uri) {
    return create(
        api,
        new JsonFields(
            Map.of(
                "name",
                name,
                "type",
                "TOKEN",
                "authorizerUri",
                uri,
                "identitySource",
                "method.request.header.Authorization")));
  }

  private ApiAuthorizer create(RestApi api, JsonFields fields) {
    checkName(api, fields.text("name"));
    int ttl = fields.number("authorizerResultTtlInSeconds", DEFAULT_TTL);
    checkType(fields, ttl);
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("name", fields.text("name"));
    settings.put("type", fields.text("type"));
    settings.put("authType", authType(fields));
    settings.putAll(fields.select(COPIED_FIELDS));
    settings.put("authorizerResultTtlInSeconds", ttl);
    ApiAuthorizer made = new ApiAuthorizer(store.newId(6), settings);
    api.authorizers().put(made.id(), made);
    return made;
  }

  /** The values in the samples of the API reference, "CreateAuthorizer". */
  private static String authType(JsonFields fields) {
    return fields.has("authType")
        ? fields.text("authType")
        : ApiAuthorizer.LAMBDA_TYPES.contains(fields.text("type"))
            ? "custom"
            : "cognito_user_pools";
  }

  /** The text for a name that is taken is not recorded. */
  private static void checkName(RestApi api, String name) {
    if (name.isEmpty()) {
      throw ApiGatewayErrors.badRequest("Authorizer name cannot be empty");
    }
    if (api.authorizers().values().stream()
        .anyMatch(other -> name.equals(other.settings().get("name")))) {
      throw ApiGatewayErrors.badRequest(
          "Authorizer name must be unique. Authorizer "
              + name
              + " already exists in this RestApi.");
    }
  }

  /** What each type needs (API reference, "CreateAuthorizer"); most texts are not recorded. */
  private static void checkType(JsonFields fields, int ttl) {
    String type = fields.text("type");
    String source = fields.text("identitySource");
    switch (type) {
      case "TOKEN" -> checkUri(fields);
      case "REQUEST" -> {
        checkUri(fields);
        if (ttl > 0 && source.isEmpty()) {
          throw ApiGatewayErrors.badRequest(
              "Identity source is required when authorization caching is enabled");
        }
      }
      case "COGNITO_USER_POOLS" -> {
        if (fields.list("providerARNs").isEmpty()) {
          throw ApiGatewayErrors.badRequest("Provider ARNs are required for COGNITO_USER_POOLS");
        }
      }
      default ->
          throw ApiGatewayErrors.validation(
              type,
              "createAuthorizerInput.type",
              "Member must satisfy enum value set: [TOKEN, REQUEST, COGNITO_USER_POOLS]");
    }
    checkExpression(fields.text("identityValidationExpression"));
    for (String one : type.equals("REQUEST") ? source.split("\\s*,\\s*") : new String[0]) {
      if (!one.isEmpty() && !IdentitySource.isKnown(one)) {
        throw ApiGatewayErrors.badRequest(
            "the embedded AWS does not know the identity source " + one);
      }
    }
    if (!type.equals("REQUEST") && !source.matches(HEADER_SOURCE)) { // reported by users
      throw ApiGatewayErrors.badRequest(
          "Invalid token source expression: %s. The source must be a method request header, matching 'method.request.header.[a-zA-Z0-9._-]+'."
              .formatted(source));
    }
  }

  private static void checkExpression(String expression) {
    try {
      Pattern.compile(expression);
    } catch (PatternSyntaxException invalid) { // the text is not recorded
      throw ApiGatewayErrors.badRequest("Invalid identity validation expression: " + expression);
    }
  }

  private static void checkUri(JsonFields fields) {
    if (!LambdaIntegrationUri.isInvocationUri(fields.text("authorizerUri"))) {
      throw ApiGatewayErrors.badRequest(
          "Invalid Authorizer URI: "
              + fields.text("authorizerUri")
              + ". Authorizer URI should be a valid API Gateway ARN that represents a Lambda"
              + " function invocation.");
    }
  }

  WireResponse get(ApiGatewayCall call) {
    ApiAuthorizer authorizer = store.api(call.api()).authorizers().get(call.part());
    if (authorizer == null) {
      throw ApiGatewayErrors.notFound("Authorizer");
    }
    return RestJson.response(200, authorizer.toJson());
  }

  WireResponse list(ApiGatewayCall call) {
    return ApiGatewayPages.page(
        call,
        store.api(call.api()).authorizers().values().stream().map(ApiAuthorizer::toJson).toList());
  }
}
