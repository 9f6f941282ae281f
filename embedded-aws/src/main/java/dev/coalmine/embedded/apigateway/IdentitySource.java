package dev.coalmine.embedded.apigateway;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A mapping expression of an authorizer: what it reads in a request. */
final class IdentitySource {
  private IdentitySource() {}

  /**
   * The value in a request; the empty string if there is none, or if the expression is unknown.
   *
   * @param source such as {@code method.request.header.Authorization}
   */
  static String value(String source, ApiRequest request, ApiRoute route) {
    String name = source.substring(source.lastIndexOf('.') + 1);
    if (source.startsWith("method.request.header.")) {
      return request.request().header(name.toLowerCase(Locale.ROOT));
    }
    if (source.startsWith("method.request.querystring.")) {
      return first(request.query(), name);
    }
    if (source.startsWith("stageVariables.")) {
      return route.variables().getOrDefault(name, "");
    }
    return source.equals("context.httpMethod") ? request.request().method() : "";
  }

  private static String first(Map<String, List<String>> values, String name) {
    return values.getOrDefault(name, List.of("")).get(0);
  }
}
