package dev.coalmine.target;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a method of a REST API calls: its integration, or the Lambda authorizer before it.
 *
 * @param method an HTTP method, or {@code ANY}; empty for an authorizer
 * @param path the resource's path, such as {@code /orders/{id}}; an authorizer's name
 * @param uri the URI that it calls, with the names of stage variables; empty for none
 * @param usesRole whether API Gateway assumes a role for the call, so that the function's policy
 *     need not allow it
 * @param authorizer the authorizer's id; empty for an integration
 */
public record MethodIntegration(
    String method, String path, String uri, boolean usesRole, String authorizer) {
  /** What a method ANY may be invoked with. */
  private static final List<String> METHODS =
      List.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY");

  private static final Pattern VARIABLE =
      Pattern.compile("\\$\\{stageVariables\\.([A-Za-z0-9_]+)\\}");

  /** The URI of any call to Lambda. */
  private static final Pattern LAMBDA = Pattern.compile("arn:[^:]*:apigateway:[^:]*:lambda:.*");

  /** An invocation, whose response may be streamed (API Gateway, "Response transfer mode"). */
  private static final Pattern FUNCTION =
      Pattern.compile(
          "arn:[a-z-]+:apigateway:[a-z0-9-]+:lambda:path/[0-9-]+/functions/"
              + "(arn:[a-z-]+:lambda:[a-z0-9-]+:\\d{12}:function:)([A-Za-z0-9_-]+)"
              + "(?::([A-Za-z0-9$._-]+))?/(?:response-streaming-)?invocations");

  /** A call to something else than a function: another service, an HTTP server, a mock. */
  private static final Pattern NO_FUNCTION =
      Pattern.compile("|https?://.*|arn:[^:]*:apigateway:[^:]*:[^:]+:(?:path|action)/.*");

  /** The integration of a method. */
  public MethodIntegration(String method, String path, String uri, boolean usesRole) {
    this(method, path, uri, usesRole, "");
  }

  boolean isAuthorizer() {
    return !authorizer.isEmpty();
  }

  /** An authorizer. */
  public static MethodIntegration ofAuthorizer(
      String id, String name, String uri, boolean usesRole) {
    return new MethodIntegration("", name, uri, usesRole, id);
  }

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

  /** Whether it calls something else with other stage variables. */
  public boolean differs(Map<String, String> before, Map<String, String> after) {
    return !filled(before).equals(filled(after));
  }

  /**
   * Why the function that is called with these stage variables can't be invoked, for a sentence
   * that begins with this integration; empty for one that can, and for what is no function.
   */
  public Optional<String> unknownFunctionReason(Map<String, String> variables) {
    String called = filled(variables);
    boolean known =
        FUNCTION.matcher(called).matches()
            || (NO_FUNCTION.matcher(called).matches() && !LAMBDA.matcher(called).matches());
    return known
        ? Optional.empty()
        : Optional.of("would call %s, which names no function".formatted(called));
  }

  /**
   * Why the function that is called with these stage variables can't be read from here, for a
   * sentence that begins with this integration; empty if it can.
   */
  public Optional<String> unreachableReason(Map<String, String> variables, AwsLocation home) {
    Matcher function = FUNCTION.matcher(filled(variables));
    if (!function.matches()) {
      return Optional.empty();
    }
    String name = function.group(1) + function.group(2);
    return home.unreachableReason(name, true)
        .map(why -> "would invoke function %s, which %s".formatted(name, why));
  }

  /** API Gateway replaces an unset variable with an empty text. */
  private String filled(Map<String, String> variables) {
    return VARIABLE
        .matcher(uri)
        .replaceAll(
            (MatchResult found) ->
                Matcher.quoteReplacement(variables.getOrDefault(found.group(1), "")));
  }

  /**
   * The sources of its invocations. A policy must allow one of them: AWS does not document whether
   * a path parameter is its name or a star.
   *
   * @param api start of the source ARN: {@code arn:aws:execute-api:REGION:ACCOUNT:API}
   */
  public List<String> sources(String api, String stage) {
    if (isAuthorizer()) {
      return List.of(api + "/authorizers/" + authorizer);
    }
    List<String> methods = method.equals("ANY") ? METHODS : List.of(method);
    List<String> paths = List.of(path, path.replaceAll("\\{[^}]*\\}", "*"));
    return methods.stream()
        .flatMap(name -> paths.stream().map(each -> api + "/" + stage + "/" + name + each))
        .toList();
  }

  @Override
  public String toString() {
    return !isAuthorizer() ? method + " " + path : "authorizer " + path;
  }
}
