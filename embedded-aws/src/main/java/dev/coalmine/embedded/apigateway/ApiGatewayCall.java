package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.RestPath;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A request, read as a call of an API Gateway operation.
 *
 * @param operation which one
 * @param places what stands at the open places of the path, from left to right
 * @param request all of it
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

  /** The id of the API that the path names. */
  String api() {
    return places.get(0);
  }

  /** The resource, the deployment or the stage that the path names. */
  String part() {
    return places.get(1);
  }

  /** The HTTP method that the path names. */
  String method() {
    return places.get(2);
  }

  /** The status code that the path names. */
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

  /** Whether the answer shall have something in it that it does not always have. */
  boolean embeds(String what) {
    return request.query().entrySet().stream()
        .filter(entry -> entry.getKey().equals("embed") || entry.getKey().startsWith("embed#"))
        .anyMatch(entry -> entry.getValue().equals(what));
  }
}
