package dev.coalmine.aws;

import dev.coalmine.target.MethodIntegration;
import dev.coalmine.text.JsonView;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The statements of a function's resource policy that allow API Gateway to invoke it. What can't be
 * read counts as allowed: the policy is read for a warning before traffic moves, and Lambda
 * enforces it.
 *
 * @param statements as JSON trees
 */
public record InvokePolicy(List<JsonView> statements) {
  /** A policy that could not be read. */
  static final InvokePolicy UNKNOWN = new InvokePolicy(List.of(JsonView.of(Map.of())));

  private static final String API_GATEWAY = "apigateway.amazonaws.com";

  /** The operators whose values are patterns of what is allowed; others are not understood. */
  private static final Pattern OPERATOR =
      Pattern.compile("(Arn|String)(Equals|Like|EqualsIgnoreCase)(IfExists)?");

  /** Reads a policy's JSON. A policy that can't be read forbids nothing. */
  static InvokePolicy of(String text) {
    JsonView policy = LenientJson.parse(text);
    return policy.isObject()
        ? new InvokePolicy(
            oneOrMore(policy, "Statement").filter(InvokePolicy::allowsApiGateway).toList())
        : UNKNOWN;
  }

  /**
   * Whether API Gateway may invoke the function for a method of a stage.
   *
   * @param api start of the source ARN: {@code arn:aws:execute-api:REGION:ACCOUNT:API}
   */
  public boolean allows(String api, String stage, MethodIntegration integration) {
    List<String> sources = integration.sources(api, stage);
    return statements.stream()
        .anyMatch(statement -> sources.stream().anyMatch(source -> isFor(statement, source)));
  }

  private static boolean allowsApiGateway(JsonView statement) {
    JsonView principal = statement.object("Principal");
    Stream<JsonView> principals =
        principal.isObject()
            ? Stream.concat(oneOrMore(principal, "Service"), oneOrMore(principal, "AWS"))
            : oneOrMore(statement, "Principal");
    boolean toApiGateway =
        statement.has("NotPrincipal")
            || principals
                .flatMap(by -> by.text().stream())
                .anyMatch(by -> by.equals(API_GATEWAY) || by.equals("*"));
    return statement.text("Effect", "").equals("Allow") && toApiGateway && isToInvoke(statement);
  }

  /** Invoking with a response stream needs this action too (Lambda API reference). */
  private static boolean isToInvoke(JsonView statement) {
    return !statement.has("Action")
        || oneOrMore(statement, "Action")
            .anyMatch(action -> matches(action.toString(), "lambda:InvokeFunction"));
  }

  /** A statement without a condition on the source allows every source. */
  private static boolean isFor(JsonView statement, String source) {
    JsonView condition = statement.object("Condition");
    List<JsonView> patterns =
        condition.map().keySet().stream()
            .filter(operator -> OPERATOR.matcher(operator).matches())
            .map(condition::object)
            .flatMap(InvokePolicy::sourcePatterns)
            .toList();
    return patterns.isEmpty()
        || patterns.stream().anyMatch(pattern -> matches(pattern.toString(), source));
  }

  private static Stream<JsonView> sourcePatterns(JsonView operator) {
    return operator.map().keySet().stream()
        .filter("aws:SourceArn"::equalsIgnoreCase)
        .flatMap(key -> oneOrMore(operator, key));
  }

  private static boolean matches(String pattern, String source) {
    String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
    return source.matches(regex);
  }

  /** Policies have one value or a list of values in most places. */
  private static Stream<JsonView> oneOrMore(JsonView tree, String name) {
    Optional<Object> value = tree.value(name);
    return value.filter(List.class::isInstance).isPresent()
        ? tree.list(name).stream()
        : value.stream().map(JsonView::of);
  }
}
