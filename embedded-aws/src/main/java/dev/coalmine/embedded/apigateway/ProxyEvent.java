package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.Arns;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The input of a Lambda function from API Gateway: the event of the Lambda proxy integration,
 * version 1.0. Its fields are recorded from AWS, and so is that an empty map is null.
 */
public final class ProxyEvent {
  private static final DateTimeFormatter REQUEST_TIME =
      DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);

  // Headers of the connection, not of the request.
  private static final Set<String> CONNECTION_HEADERS =
      Set.of("connection", "content-length", "expect", "te", "transfer-encoding");

  private static final List<String> ANONYMOUS_FIELDS =
      List.of(
          "accessKey",
          "accountId",
          "caller",
          "cognitoAuthenticationProvider",
          "cognitoAuthenticationType",
          "cognitoIdentityId",
          "cognitoIdentityPoolId",
          "principalOrgId",
          "user",
          "userArn");

  private ProxyEvent() {}

  /**
   * The event of a request.
   *
   * @param authorizer what the authorizer passes on; empty without one
   */
  static byte[] of(ApiRequest request, ApiRoute route, Map<String, Object> authorizer) {
    Map<String, List<String>> headers = headers(request);
    Map<String, List<String>> query = request.query();
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("resource", route.resource());
    event.put("path", request.path());
    event.put("httpMethod", request.request().method());
    event.put("headers", last(headers));
    event.put("multiValueHeaders", headers);
    event.put("queryStringParameters", nullIfEmpty(last(query)));
    event.put("multiValueQueryStringParameters", nullIfEmpty(query));
    event.put("pathParameters", nullIfEmpty(route.pathParameters()));
    event.put("stageVariables", nullIfEmpty(route.variables()));
    Map<String, Object> context = context(request, route);
    if (!authorizer.isEmpty()) {
      context.put("authorizer", authorizer);
    }
    event.put("requestContext", context);
    event.put("body", request.request().body().length == 0 ? null : request.request().text());
    event.put("isBase64Encoded", false);
    return Json.toBytes(event);
  }

  /** Whether a payload is such an event. */
  public static boolean isProxyEvent(byte[] payload) {
    return payload[0] == '{'
        && Json.parseObject(payload).keySet().containsAll(List.of("httpMethod", "requestContext"));
  }

  /** The HTTP server does not keep the case of header names. Most clients capitalise them. */
  private static Map<String, List<String>> headers(ApiRequest request) {
    Map<String, List<String>> headers = new TreeMap<>();
    request
        .headers()
        .forEach(
            (name, values) -> {
              if (!CONNECTION_HEADERS.contains(name)) {
                headers.put(capitalised(name), values);
              }
            });
    return headers;
  }

  private static String capitalised(String name) {
    StringBuilder text = new StringBuilder(name);
    for (int i = 0; i < text.length(); i++) {
      if (i == 0 || text.charAt(i - 1) == '-') {
        text.setCharAt(i, Character.toUpperCase(text.charAt(i)));
      }
    }
    return text.toString();
  }

  private static Map<String, Object> context(ApiRequest request, ApiRoute route) {
    Map<String, Object> context = new LinkedHashMap<>();
    context.put("accountId", Arns.ACCOUNT);
    context.put("apiId", request.restApi());
    context.put("domainName", request.request().header("host"));
    context.put("domainPrefix", request.restApi());
    context.put("extendedRequestId", GatewayResponse.extendedId(request.id()));
    context.put("httpMethod", request.request().method());
    context.put("identity", identity(request));
    context.put("path", "/" + request.stage() + request.path());
    context.put("protocol", "HTTP/1.1");
    context.put("requestId", request.id());
    context.put("requestTime", REQUEST_TIME.format(request.at()));
    context.put("requestTimeEpoch", request.at().toEpochMilli());
    context.put("resourcePath", route.resource());
    context.put("stage", request.stage());
    return context;
  }

  private static Map<String, Object> identity(ApiRequest request) {
    Map<String, Object> identity = new LinkedHashMap<>();
    ANONYMOUS_FIELDS.forEach(name -> identity.put(name, null));
    identity.put("sourceIp", "127.0.0.1"); // the only possible source
    identity.put("userAgent", request.request().header("user-agent"));
    return identity;
  }

  /**
   * The last value of each repeated name ("Support for multi-value headers and query string
   * parameters").
   */
  private static Map<String, String> last(Map<String, List<String>> all) {
    Map<String, String> last = new LinkedHashMap<>();
    all.forEach((name, values) -> last.put(name, values.get(values.size() - 1)));
    return last;
  }

  private static Object nullIfEmpty(Map<String, ?> map) {
    return map.isEmpty() ? null : map;
  }
}
