package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.RestPath;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A request that calls a Lambda operation.
 *
 * @param operation the operation
 * @param resource the first path parameter: a function, or the ARN of a tagged resource
 * @param part the second path parameter, such as an alias; empty without one
 * @param request the whole request
 */
public record LambdaCall(
    LambdaOperation operation, String resource, String part, WireRequest request) {

  /** Reads a request. Empty when it is for another service. */
  public static Optional<LambdaCall> of(WireRequest request) {
    List<String> segments = RestPath.segments(request.path());
    return Arrays.stream(LambdaOperation.values())
        .filter(operation -> operation.matches(request.method(), segments))
        .filter(operation -> !request.query().containsKey("List"))
        .findFirst()
        .map(operation -> of(operation, operation.pathParameters(segments), request));
  }

  private static LambdaCall of(
      LambdaOperation operation, List<String> places, WireRequest request) {
    String resource = places.isEmpty() ? "" : places.get(0);
    String part = places.size() < 2 ? "" : places.get(1);
    return new LambdaCall(operation, resource, part, request);
  }

  /** The JSON fields of the body. */
  JsonFields fields() {
    return JsonFields.of(request.body());
  }

  /** A query parameter, or the empty string. */
  public String query(String name) {
    return request.query().getOrDefault(name, "");
  }

  /** The function in the path, with the qualifier of the path or of the query. */
  FunctionRef function() {
    return FunctionRef.parse(resource, query("Qualifier"));
  }
}
