package dev.coalmine.embedded.apigateway;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the integration URI of a Lambda function. */
final class LambdaIntegrationUri {
  private static final Pattern URI =
      Pattern.compile(
          "arn:[^:]+:apigateway:[^:]+:lambda:path/\\d{4}-\\d\\d-\\d\\d/functions/(.*)"
              + "/(?:response-streaming-)?invocations");
  private static final Pattern FUNCTION = Pattern.compile("(?:.*:function:)?([^:]*)(?::(.*))?");

  private LambdaIntegrationUri() {}

  /** Whether a URI, with its stage variables not yet filled in, is that of a Lambda function. */
  static boolean isLambdaUri(String uri) {
    return URI.matcher(uri).matches();
  }

  /** Whether it is that of an invocation whose response is not streamed. */
  static boolean isInvocationUri(String uri) {
    return isLambdaUri(uri) && !uri.endsWith("/response-streaming-invocations");
  }

  /** The function behind a method. Empty when its backend is not a Lambda function. */
  static Optional<ApiRoute.LambdaBackend> backend(ApiMethod method, Map<String, String> variables) {
    return backend(method.uri(), variables);
  }

  /** The function in a URI. Empty when it is not that of a Lambda function. */
  static Optional<ApiRoute.LambdaBackend> backend(String template, Map<String, String> variables) {
    Matcher uri = URI.matcher(StageVariables.fill(template, variables));
    if (!uri.matches()) {
      return Optional.empty();
    }
    Matcher function = FUNCTION.matcher(uri.group(1));
    if (!function.matches()) {
      return Optional.empty();
    }
    String qualifier = function.group(2) == null ? "" : function.group(2);
    return Optional.of(new ApiRoute.LambdaBackend(function.group(1), qualifier));
  }
}
