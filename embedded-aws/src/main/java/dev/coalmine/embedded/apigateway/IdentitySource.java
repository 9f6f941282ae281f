package dev.coalmine.embedded.apigateway;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A mapping expression of an authorizer: what it reads in a request. */
final class IdentitySource {
  private static final String HEADER = "method.request.header.";
  private static final String QUERY = "method.request.querystring.";
  private static final String VARIABLE = "stageVariables.";

  private IdentitySource() {}

  /**
   * The value in a request; the empty string if there is none, or if the expression is unknown.
   *
   * @param source such as {@code method.request.header.Authorization}
   */
  static String value(String source, ApiRequest request, ApiRoute route) {
    if (source.startsWith(HEADER)) {
      return request.request().header(source.substring(HEADER.length()).toLowerCase(Locale.ROOT));
    }
    if (source.startsWith(QUERY)) {
      return first(request.query(), source.substring(QUERY.length()));
    }
    if (source.startsWith(VARIABLE)) {
      return route.variables().getOrDefault(source.substring(VARIABLE.length()), "");
    }
    return source.equals("context.httpMethod") ? request.request().method() : "";
  }

  /** Whether it is an expression that {@link #value} can read. */
  static boolean isKnown(String source) {
    return source.matches(
        "method\\.request\\.(header|querystring)\\..+|stageVariables\\..+|context\\.httpMethod");
  }

  private static String first(Map<String, List<String>> values, String name) {
    return values.getOrDefault(name, List.of("")).get(0);
  }
}
