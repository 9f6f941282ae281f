package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.lambda.CompletedInvocation;
import dev.coalmine.embedded.lambda.FunctionRunner;
import dev.coalmine.embedded.lambda.LambdaControl;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides whether a request may call its method. It invokes Lambda authorizers, without a cache.
 * Signatures and tokens of Cognito are not checked: a request without one is refused, and no token
 * of Cognito is accepted.
 */
final class RequestAuthorizer {
  private static final String SIGNATURE = "AWS4-HMAC-SHA256";
  private static final AuthorizerDecision ALLOWED =
      new AuthorizerDecision(Optional.empty(), Map.of());

  private final LambdaControl lambda;

  RequestAuthorizer(LambdaControl lambda) {
    this.lambda = lambda;
  }

  /**
   * A decision.
   *
   * @param refusal the response to a request that is not allowed
   * @param context what the integration gets from the authorizer
   */
  record AuthorizerDecision(Optional<GatewayResponse> refusal, Map<String, Object> context) {
    static AuthorizerDecision refused(GatewayResponse response) {
      return new AuthorizerDecision(Optional.of(response), Map.of());
    }
  }

  AuthorizerDecision decide(ApiRequest request, ApiRoute route) {
    ApiRoute.MethodAuthorization needed = route.authorization();
    return switch (needed.type()) {
      case "NONE" -> ALLOWED;
      case "AWS_IAM" ->
          request.request().header("authorization").startsWith(SIGNATURE)
              ? ALLOWED
              : AuthorizerDecision.refused(GatewayResponse.missingAuthenticationToken());
      case "CUSTOM" ->
          needed
              .authorizer()
              .map(authorizer -> decide(request, route, authorizer))
              .orElseGet(() -> AuthorizerDecision.refused(GatewayResponse.authorizerFailed()));
      default -> AuthorizerDecision.refused(GatewayResponse.unauthorized());
    };
  }

  private AuthorizerDecision decide(ApiRequest request, ApiRoute route, ApiAuthorizer authorizer) {
    List<String> identity =
        authorizer.identitySources().stream()
            .map(source -> IdentitySource.value(source, request, route))
            .toList();
    if (identity.contains("") || isInvalid(authorizer, identity)) {
      return AuthorizerDecision.refused(GatewayResponse.unauthorized());
    }
    String methodArn = AuthorizerEvent.methodArn(request);
    byte[] event =
        authorizer.type().equals("TOKEN")
            ? AuthorizerEvent.ofToken(methodArn, identity.get(0))
            : AuthorizerEvent.ofRequest(methodArn, request, route);
    return invoke(request, route, authorizer, event)
        .map(result -> decide(result, methodArn))
        .orElseGet(() -> AuthorizerDecision.refused(GatewayResponse.authorizerFailed()));
  }

  private static boolean isInvalid(ApiAuthorizer authorizer, List<String> identity) {
    return authorizer.type().equals("TOKEN")
        && !authorizer.validation().isEmpty()
        && !identity.get(0).matches(authorizer.validation());
  }

  /** Empty if there is no such function, or no permission to invoke it. */
  private Optional<FunctionRunner.FunctionResult> invoke(
      ApiRequest request, ApiRoute route, ApiAuthorizer authorizer, byte[] event) {
    String source = Arns.authorizer(request.restApi(), authorizer.id());
    try {
      return LambdaIntegrationUri.backend(authorizer.uri(), route.variables())
          .filter(
              function ->
                  authorizer.usesRole()
                      || lambda.allows(
                          function.function(),
                          function.qualifier(),
                          "apigateway.amazonaws.com",
                          source))
          .map(function -> lambda.run(function.function(), function.qualifier(), event))
          .map(CompletedInvocation::result);
    } catch (AwsError refused) { // callers do not get the reason
      return Optional.empty();
    }
  }

  /** An error with the text "Unauthorized" is the authorizer's way to answer 401. */
  private static AuthorizerDecision decide(FunctionRunner.FunctionResult result, String methodArn) {
    if (result.failed()) {
      boolean unauthorized =
          JsonView.parse(result.payload()).get("errorMessage").text().equals("Unauthorized");
      return AuthorizerDecision.refused(
          unauthorized ? GatewayResponse.unauthorized() : GatewayResponse.authorizerFailed());
    }
    Optional<AuthorizerPolicy> policy = AuthorizerPolicy.of(result.payload());
    if (policy.isEmpty()) {
      return AuthorizerDecision.refused(GatewayResponse.authorizerFailed());
    }
    boolean denied = policy.get().has("Deny", methodArn);
    return denied || !policy.get().has("Allow", methodArn)
        ? AuthorizerDecision.refused(GatewayResponse.denied(denied))
        : new AuthorizerDecision(Optional.empty(), policy.get().toContext());
  }
}
