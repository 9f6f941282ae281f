package dev.coalmine.local.aws;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A request, read as a call of a Lambda operation.
 *
 * @param operation which one
 * @param resource the first open place of the path: a function, or an ARN with tags
 * @param alias the second one, or the empty string
 * @param request all of it
 */
record LambdaCall(LambdaOperation operation, String resource, String alias, WireRequest request) {

  static Optional<LambdaCall> of(WireRequest request) {
    List<String> segments = Arrays.asList(bare(request.path()).split("/", -1));
    return Arrays.stream(LambdaOperation.values())
        .filter(operation -> operation.matches(request.method(), segments))
        .filter(operation -> !request.query().containsKey("List"))
        .findFirst()
        .map(operation -> of(operation, operation.openPlaces(segments), request));
  }

  /** Older clients send a slash at the end. */
  private static String bare(String path) {
    return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static LambdaCall of(
      LambdaOperation operation, List<String> places, WireRequest request) {
    String resource = places.isEmpty() ? "" : decoded(places.get(0));
    String alias = places.size() < 2 ? "" : decoded(places.get(1));
    return new LambdaCall(operation, resource, alias, request);
  }

  private static String decoded(String segment) {
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
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
