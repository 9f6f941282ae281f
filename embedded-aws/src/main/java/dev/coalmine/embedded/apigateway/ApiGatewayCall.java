package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.RestPath;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A request that calls an API Gateway operation.
 *
 * @param operation the operation
 * @param places the path parameters, from left to right
 * @param request the whole request
 */
record ApiGatewayCall(ApiGatewayOperation operation, List<String> places, WireRequest request) {

  static Optional<ApiGatewayCall> of(WireRequest request) {
    List<String> segments = RestPath.segments(request.path());
    return Arrays.stream(ApiGatewayOperation.values())
        .filter(operation -> operation.matches(request.method(), segments))
        .filter(operation -> !request.query().containsKey("mode")) // an import
        .findFirst()
        .map(
            operation ->
                new ApiGatewayCall(operation, operation.pathParameters(segments), request));
  }

  /** The API's id in the path. */
  String api() {
    return places.get(0);
  }

  /** The id of the resource, the deployment or the stage in the path. */
  String part() {
    return places.get(1);
  }

  /** The HTTP method in the path. */
  String method() {
    return places.get(2);
  }

  /** The status code in the path. */
  String statusCode() {
    return places.get(3);
  }

  /** The JSON fields of the body. */
  JsonFields fields() {
    return JsonFields.of(request.body());
  }

  String query(String name) {
    return request.query().getOrDefault(name, "");
  }

  /** Whether the request asks to embed an optional part of the response. */
  boolean embeds(String what) {
    return request.query().entrySet().stream()
        .filter(entry -> entry.getKey().equals("embed") || entry.getKey().startsWith("embed#"))
        .anyMatch(entry -> entry.getValue().equals(what));
  }
}
