package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.protocol.PolicyPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer of a Lambda authorizer: a policy, and what the integration gets of it (API Gateway
 * developer guide, "Output from an API Gateway Lambda authorizer").
 *
 * @param principal who calls
 * @param statements of the policy, as JSON trees
 * @param context further values for the integration
 */
record AuthorizerPolicy(String principal, List<JsonView> statements, Map<String, Object> context) {
  private static final String INVOKE = "execute-api:Invoke";

  /** Reads an answer. Empty if it is malformed. */
  static Optional<AuthorizerPolicy> of(byte[] payload) {
    JsonView answer = JsonView.parse(payload);
    List<JsonView> statements = oneOrMore(answer.get("policyDocument"), "Statement");
    return answer.get("principalId").text().isEmpty() || statements.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new AuthorizerPolicy(
                answer.get("principalId").text(), statements, answer.get("context").object()));
  }

  /** Whether a statement of this effect is for the method. */
  boolean has(String effect, String methodArn) {
    return statements.stream()
        .filter(statement -> statement.get("Effect").text().equals(effect))
        .filter(statement -> matchesAny(statement, "Action", INVOKE))
        .anyMatch(statement -> matchesAny(statement, "Resource", methodArn));
  }

  /** What the integration sees in the request's context. */
  Map<String, Object> toContext() {
    Map<String, Object> seen = new LinkedHashMap<>();
    seen.put("principalId", principal);
    seen.putAll(context);
    return seen;
  }

  private static boolean matchesAny(JsonView statement, String name, String value) {
    return oneOrMore(statement, name).stream()
        .anyMatch(pattern -> PolicyPattern.matches(pattern.text(), value));
  }

  private static List<JsonView> oneOrMore(JsonView tree, String name) {
    JsonView value = tree.get(name);
    if (value.tree() instanceof List) {
      return value.items();
    }
    return value.tree() == null ? List.of() : List.of(value);
  }
}
