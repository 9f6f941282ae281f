package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.RestJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** API Gateway's operations on methods and integrations. The caller holds the store's monitor. */
final class MethodOperations {
  private static final List<String> METHODS =
      List.of("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "HEAD", "ANY");
  private static final Set<String> TYPES = Set.of("HTTP", "MOCK", "AWS_PROXY", "HTTP_PROXY", "AWS");
  private static final List<String> METHOD_FIELDS =
      List.of(
          "authorizationType",
          "authorizerId",
          "operationName",
          "requestParameters",
          "requestModels",
          "authorizationScopes");
  private static final List<String> INTEGRATION_FIELDS =
      List.of(
          "httpMethod",
          "uri",
          "connectionType",
          "credentials",
          "requestParameters",
          "requestTemplates",
          "passthroughBehavior",
          "cacheNamespace",
          "cacheKeyParameters",
          "timeoutInMillis",
          "responseTransferMode");
  private static final List<String> TRANSFER_MODES = List.of("BUFFERED", "STREAM");
  private static final List<String> AUTHORIZATION_TYPES =
      List.of("NONE", "AWS_IAM", "CUSTOM", "COGNITO_USER_POOLS");
  private static final String STATUS = "[1-5]\\d\\d";

  private final ApiGatewayStore store;

  MethodOperations(ApiGatewayStore store) {
    this.store = store;
  }

  /** A method without authorization, with a Lambda function or a mock behind it. */
  static ApiMethod newMethod(String httpMethod, String uri) {
    Map<String, Object> settings =
        Map.of("httpMethod", httpMethod, "authorizationType", "NONE", "apiKeyRequired", false);
    Map<String, Object> integration =
        uri.isEmpty()
            ? Map.of("type", "MOCK")
            : Map.of("type", "AWS_PROXY", "httpMethod", "POST", "uri", uri);
    return ApiMethod.of(settings).withIntegration(integration);
  }

  WireResponse put(ApiGatewayCall call) {
    ApiResource resource = store.resource(call.api(), call.part());
    if (!METHODS.contains(call.method())) {
      throw ApiGatewayErrors.badRequest(
          "Invalid HttpMethod specified. Valid options are " + String.join(",", METHODS));
    }
    if (resource.methods().containsKey(call.method())) {
      throw ApiGatewayErrors.conflict("Method already exists for this resource");
    }
    JsonFields fields = call.fields();
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("httpMethod", call.method());
    settings.put("authorizationType", "NONE");
    settings.put("apiKeyRequired", fields.flag("apiKeyRequired"));
    settings.putAll(fields.select(METHOD_FIELDS));
    checkAuthorizer(store.api(call.api()), fields);
    return RestJson.response(201, write(call, ApiMethod.of(settings)).toJson());
  }

  /** Recorded: the method needs an authorizer that exists. */
  private static void checkAuthorizer(RestApi api, JsonFields fields) {
    String type = fields.text("authorizationType");
    if (!AUTHORIZATION_TYPES.contains(type)) {
      throw ApiGatewayErrors.badRequest(
          "Invalid authorization type specified. Valid values are %s"
              .formatted(AUTHORIZATION_TYPES));
    }
    boolean needed = type.equals("CUSTOM") || type.equals("COGNITO_USER_POOLS");
    Optional<ApiAuthorizer> authorizer =
        Optional.ofNullable(api.authorizers().get(fields.text("authorizerId")));
    boolean fits = authorizer.filter(one -> type.equals(one.authorizationType())).isPresent();
    if (needed ? !fits : fields.has("authorizerId")) {
      throw ApiGatewayErrors.badRequest(
          "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or"
              + " COGNITO_USER_POOLS requires a valid authorizer.");
    }
  }

  WireResponse get(ApiGatewayCall call) {
    return RestJson.response(200, method(call).toJson());
  }

  WireResponse putResponse(ApiGatewayCall call) {
    ApiMethod method = method(call);
    if (method.responses().containsKey(call.statusCode())) {
      throw ApiGatewayErrors.conflict("Response already exists for this resource");
    }
    Map<String, Object> response = response(call, "responseParameters", "responseModels");
    write(call, method.withResponse(call.statusCode(), response));
    return RestJson.response(201, response);
  }

  WireResponse putIntegration(ApiGatewayCall call) {
    ApiMethod method = method(call);
    JsonFields fields = call.fields();
    String type = fields.text("type");
    checkIntegration(type, fields);
    Map<String, Object> integration = new LinkedHashMap<>();
    integration.put("type", type);
    integration.put("timeoutInMillis", 29_000);
    integration.put("passthroughBehavior", "WHEN_NO_MATCH");
    integration.put("cacheNamespace", call.part());
    integration.put("cacheKeyParameters", List.of());
    integration.putAll(fields.select(INTEGRATION_FIELDS));
    return RestJson.response(
        201, write(call, method.withIntegration(integration)).integrationToJson());
  }

  private static void checkIntegration(String type, JsonFields fields) {
    if (!TYPES.contains(type)) {
      throw ApiGatewayErrors.validation(
          type,
          "putIntegrationInput.type",
          "Member must satisfy enum value set: [HTTP, MOCK, AWS_PROXY, HTTP_PROXY, AWS]");
    }
    if (!type.equals("MOCK") && fields.text("httpMethod").isEmpty()) {
      throw ApiGatewayErrors.badRequest("Enumeration value for HttpMethod must be non-empty");
    }
    String uri = fields.text("uri");
    if (type.startsWith("AWS")) {
      checkAwsUri(type, uri);
    }
    if (fields.has("responseTransferMode")) {
      checkTransferMode(type, uri, fields.text("responseTransferMode"));
    }
  }

  /**
   * Reported by users: a function's response is streamed by an invocation of its own, and its other
   * URI gets a 400. Only the beginning of the text is known. Only proxies stream (API Gateway
   * developer guide, "Stream the integration response").
   */
  private static void checkTransferMode(String type, String uri, String mode) {
    if (!TRANSFER_MODES.contains(mode)) {
      throw ApiGatewayErrors.validation(
          mode,
          "putIntegrationInput.responseTransferMode",
          "Member must satisfy enum value set: [BUFFERED, STREAM]");
    }
    boolean streams = mode.equals("STREAM");
    if (streams && !type.endsWith("_PROXY")) {
      throw ApiGatewayErrors.badRequest(
          "Invalid ResponseTransferMode specified: STREAM needs a proxy integration");
    }
    if (streams && type.equals("AWS_PROXY") && LambdaIntegrationUri.isInvocationUri(uri)) {
      throw ApiGatewayErrors.badRequest(
          "Invalid ResponseTransferMode specified: STREAM needs a URI that ends in"
              + " /response-streaming-invocations");
    }
  }

  private static void checkAwsUri(String type, String uri) {
    if (!uri.startsWith("arn:")) {
      throw ApiGatewayErrors.badRequest("Invalid ARN specified in the request");
    }
    if (!uri.matches("arn:[^:]+:apigateway:[^:]*:[^:]+:(path|action)/.*")) {
      throw ApiGatewayErrors.badRequest("AWS ARN for integration must contain path or action");
    }
    if (type.equals("AWS_PROXY") && !LambdaIntegrationUri.isLambdaUri(uri)) {
      throw ApiGatewayErrors.badRequest(
          "Integrations of type 'AWS_PROXY' currently only supports Lambda function and Firehose"
              + " stream invocations.");
    }
  }

  WireResponse getIntegration(ApiGatewayCall call) {
    ApiMethod method = method(call);
    refuseUnintegrated(method);
    return RestJson.response(200, method.integrationToJson());
  }

  WireResponse putIntegrationResponse(ApiGatewayCall call) {
    ApiMethod method = method(call);
    refuseUnintegrated(method);
    Map<String, Object> response =
        response(call, "selectionPattern", "responseParameters", "responseTemplates");
    write(call, method.withIntegrationResponse(call.statusCode(), response));
    return RestJson.response(201, response);
  }

  private static Map<String, Object> response(ApiGatewayCall call, String... copiedFields) {
    if (!call.statusCode().matches(STATUS)) {
      throw ApiGatewayErrors.validation(
          call.statusCode(),
          "statusCode",
          "Member must satisfy regular expression pattern: " + STATUS);
    }
    Map<String, Object> response = new LinkedHashMap<>();
    response.put("statusCode", call.statusCode());
    response.putAll(call.fields().select(List.of(copiedFields)));
    return response;
  }

  private static void refuseUnintegrated(ApiMethod method) {
    if (method.integration().isEmpty()) {
      throw ApiGatewayErrors.notFound("Integration");
    }
  }

  private ApiMethod method(ApiGatewayCall call) {
    ApiMethod method = store.resource(call.api(), call.part()).methods().get(call.method());
    if (method == null) {
      throw ApiGatewayErrors.notFound("Method");
    }
    return method;
  }

  private ApiMethod write(ApiGatewayCall call, ApiMethod method) {
    ApiResource resource = store.resource(call.api(), call.part());
    store.api(call.api()).resources().put(resource.id(), resource.with(call.method(), method));
    return method;
  }
}
