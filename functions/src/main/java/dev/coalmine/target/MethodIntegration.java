package dev.coalmine.target;

import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The integration of a method of a REST API.
 *
 * @param method an HTTP method, or {@code ANY}
 * @param path the resource's path, such as {@code /orders/{id}}
 * @param uri the URI that it calls, with the names of stage variables; empty for none
 * @param usesRole whether API Gateway assumes a role for the call, so that the function's policy
 *     need not allow it
 */
public record MethodIntegration(String method, String path, String uri, boolean usesRole) {
  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{stageVariables\\.([A-Za-z0-9_]+)\\}");

  private static final Pattern FUNCTION =
      Pattern.compile(
          "arn:[a-z-]+:apigateway:[a-z0-9-]+:lambda:path/[0-9-]+/functions/"
              + "(arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:)([A-Za-z0-9_-]+)"
              + "(?::([A-Za-z0-9$_-]+))?/invocations");

  /**
   * The function that is invoked with these stage variables; empty if it is no function, or one of
   * another account or Region.
   */
  public Optional<MetricSource.InvocationTarget> invocationTarget(
      Map<String, String> variables, AwsLocation home) {
    Matcher function = FUNCTION.matcher(filled(variables));
    return function.matches() && function.group(1).equals(home.functionArnPrefix())
        ? Optional.of(
            new MetricSource.InvocationTarget(
                function.group(2), Optional.ofNullable(function.group(3)).orElse("")))
        : Optional.empty();
  }

  /** API Gateway replaces an unset variable with an empty text. */
  private String filled(Map<String, String> variables) {
    return VARIABLE
        .matcher(uri)
        .replaceAll(
            (MatchResult found) ->
                Matcher.quoteReplacement(variables.getOrDefault(found.group(1), "")));
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
