package dev.coalmine.aws;

import dev.coalmine.target.MethodIntegration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/**
 * Who may invoke a function. What it cannot read it takes for allowed: this is a warning before
 * traffic moves, not the lock.
 *
 * @param statements those that allow API Gateway, as JSON trees
 */
public record InvokePolicy(List<Map<?, ?>> statements) {
  /** One that could not be read. */
  static final InvokePolicy UNKNOWN = new InvokePolicy(List.of(Map.of()));

  private static final String API_GATEWAY = "apigateway.amazonaws.com";

  /** ANY stands for each of them. */
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY");

  /** Reads a policy's text. */
  static InvokePolicy of(String text) {
    try {
      if (JSON.std.anyFrom(text) instanceof Map<?, ?> policy) {
        return new InvokePolicy(
            list(policy.get("Statement"))
                .filter(Map.class::isInstance)
                .<Map<?, ?>>map(statement -> (Map<?, ?>) statement)
                .filter(InvokePolicy::allowsApiGateway)
                .toList());
      }
    } catch (JacksonException e) {
      // told below: a policy that can't be read forbids nothing
    }
    return UNKNOWN;
  }

  /**
   * Whether API Gateway may invoke the function for a method.
   *
   * @param api the API's part of the source ARN: {@code arn:aws:execute-api:REGION:ACCOUNT:API}
   */
  public boolean allows(String api, String stage, MethodIntegration integration) {
    List<String> methods =
        integration.method().equals("ANY") ? METHODS : List.of(integration.method());
    // Whether a path parameter shows by its name or as a star is not documented: either will do.
    List<String> paths =
        List.of(integration.path(), integration.path().replaceAll("\\{[^}]*\\}", "*"));
    return statements.stream()
        .anyMatch(
            statement ->
                methods.stream()
                    .flatMap(
                        method ->
                            paths.stream().map(path -> api + "/" + stage + "/" + method + path))
                    .anyMatch(source -> isFor(statement, source)));
  }

  private static boolean allowsApiGateway(Map<?, ?> statement) {
    Object principal = statement.get("Principal");
    Stream<?> services =
        principal instanceof Map<?, ?> by
            ? Stream.concat(list(by.get("Service")), list(by.get("AWS")))
            : list(principal);
    return "Allow".equals(statement.get("Effect"))
        && services.anyMatch(service -> service.equals(API_GATEWAY) || service.equals("*"));
  }

  /** Without a condition on the source any source will do. */
  private static boolean isFor(Map<?, ?> statement, String source) {
    if (!(statement.get("Condition") instanceof Map<?, ?> condition)) {
      return true;
    }
    List<Object> patterns =
        condition.values().stream()
            .filter(Map.class::isInstance)
            .flatMap(keys -> ((Map<?, ?>) keys).entrySet().stream())
            .filter(key -> "aws:SourceArn".equalsIgnoreCase(String.valueOf(key.getKey())))
            .flatMap(key -> InvokePolicy.<Object>list(key.getValue()))
            .toList();
    return patterns.isEmpty()
        || patterns.stream().anyMatch(pattern -> matches(String.valueOf(pattern), source));
  }

  private static boolean matches(String pattern, String source) {
    String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return source.matches(regex);
  }

  @SuppressWarnings("unchecked")
  private static <T> Stream<T> list(Object value) {
    return value == null
        ? Stream.of()
        : value instanceof List<?> several ? (Stream<T>) several.stream() : Stream.of((T) value);
  }
}
