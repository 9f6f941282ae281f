package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.Arns;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The input of a Lambda authorizer (API Gateway developer guide, "Input to an API Gateway Lambda
 * authorizer").
 */
public final class AuthorizerEvent {
  private AuthorizerEvent() {}

  /** The event for a token. */
  static byte[] ofToken(String methodArn, String token) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", "TOKEN");
    event.put("methodArn", methodArn);
    event.put("authorizationToken", token);
    return Json.toBytes(event);
  }

  /** The event for the parameters of a request. */
  static byte[] ofRequest(String methodArn, ApiRequest request, ApiRoute route) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("type", "REQUEST");
    event.put("methodArn", methodArn);
    Map<String, Object> proxied = Json.parseObject(ProxyEvent.of(request, route, Map.of()));
    proxied.keySet().removeAll(List.of("body", "isBase64Encoded"));
    event.putAll(proxied);
    return Json.toBytes(event);
  }

  /** The ARN of the method that a request calls. */
  static String methodArn(ApiRequest request) {
    return Arns.executeApi(
        request.restApi(), request.stage(), request.request().method(), request.path());
  }

  /** Whether a payload is such an event. */
  public static boolean isAuthorizerEvent(byte[] payload) {
    return payload.length > 0
        && payload[0] == '{'
        && Json.parseObject(payload).keySet().containsAll(List.of("type", "methodArn"));
  }

  /** The answer of an authorizer that allows the request. */
  public static byte[] allow(byte[] payload) {
    Map<String, Object> statement =
        Map.of(
            "Effect", "Allow",
            "Action", "execute-api:Invoke",
            "Resource", Json.parseObject(payload).get("methodArn"));
    return Json.toBytes(
        Map.of(
            "principalId",
            "caller",
            "policyDocument",
            Map.of("Version", "2012-10-17", "Statement", List.of(statement))));
  }
}
