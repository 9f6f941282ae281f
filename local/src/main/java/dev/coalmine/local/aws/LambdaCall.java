package dev.coalmine.local.aws;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A request, read as a call of a Lambda operation.
 *
 * @param operation which one
 * @param resource the first open place of the path: a function, or an ARN with tags
 * @param part the second one, such as an alias; the empty string without one
 * @param request all of it
 */
record LambdaCall(LambdaOperation operation, String resource, String part, WireRequest request) {

  static Optional<LambdaCall> of(WireRequest request) {
    List<String> segments = RestPath.segments(request.path());
    return Arrays.stream(LambdaOperation.values())
        .filter(operation -> operation.matches(request.method(), segments))
        .filter(operation -> !request.query().containsKey("List"))
        .findFirst()
        .map(operation -> of(operation, operation.openPlaces(segments), request));
  }

  private static LambdaCall of(
      LambdaOperation operation, List<String> places, WireRequest request) {
    String resource = places.isEmpty() ? "" : places.get(0);
    String part = places.size() < 2 ? "" : places.get(1);
    return new LambdaCall(operation, resource, part, request);
  }

  /** The JSON fields of the body. */
  Fields fields() {
    return Fields.of(request.body());
  }

  String query(String name) {
    return request.query().getOrDefault(name, "");
  }

  /** The function that the path names, with the qualifier of the path or of the query. */
  FunctionRef function() {
    return FunctionRef.parse(resource, query("Qualifier"));
  }
}
