package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.Arns;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.PolicyPattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The resource policy of a function, one of its versions or one of its aliases. It covers only the
 * resource that it is attached to.
 *
 * @param statements by Sid, in the order of their creation, as on the wire
 * @param revisionId changes with every change of the statements
 */
record ResourcePolicy(Map<String, Map<String, Object>> statements, String revisionId) {
  static final ResourcePolicy NONE = new ResourcePolicy(Map.of(), "");

  ResourcePolicy with(String sid, Map<String, Object> statement, String revision) {
    Map<String, Map<String, Object>> after = new LinkedHashMap<>(statements);
    after.put(sid, statement);
    return new ResourcePolicy(after, revision);
  }

  ResourcePolicy without(String sid, String revision) {
    Map<String, Map<String, Object>> after = new LinkedHashMap<>(statements);
    after.remove(sid);
    return new ResourcePolicy(after, revision);
  }

  /** The policy's document, as recorded. */
  String document() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("Version", "2012-10-17");
    document.put("Id", "default");
    document.put("Statement", List.copyOf(statements.values()));
    return Json.toText(document);
  }

  /**
   * Whether the policy permits a service of this account to invoke the function on behalf of a
   * source.
   */
  boolean allows(String service, String sourceArn) {
    return statements.values().stream()
        .map(JsonFields::new)
        .anyMatch(
            statement ->
                List.of("lambda:InvokeFunction", "lambda:*", "*").contains(statement.text("Action"))
                    && names(statement.tree().get("Principal"), service)
                    && holds(statement.object("Condition"), sourceArn));
  }

  private static boolean names(Object principal, String service) {
    return principal.equals("*") || principal.equals(Map.of("Service", service));
  }

  private static boolean holds(JsonFields condition, String sourceArn) {
    JsonFields equal = condition.object("StringEquals");
    boolean otherConditions =
        equal.tree().keySet().stream().anyMatch(key -> !key.equals("AWS:SourceAccount"));
    String account = equal.text("AWS:SourceAccount");
    String pattern = condition.object("ArnLike").text("AWS:SourceArn");
    return !otherConditions
        && (account.isEmpty() || account.equals(Arns.ACCOUNT))
        && (pattern.isEmpty() || arnMatches(pattern, sourceArn));
  }

  /**
   * ArnLike: compares each of the six parts of an ARN. * matches any characters, ? one character.
   */
  static boolean arnMatches(String pattern, String arn) {
    String[] patterns = pattern.split(":", 6);
    String[] parts = arn.split(":", 6);
    if (patterns.length != parts.length) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!PolicyPattern.matches(patterns[i], parts[i])) {
        return false;
      }
    }
    return true;
  }

  /** A statement's principal on the wire. Empty when AWS would refuse it. */
  static Optional<Object> principal(String given) {
    if (given.equals("*")) {
      return Optional.of("*");
    }
    if (given.endsWith(".amazonaws.com")) {
      return Optional.of(Map.of("Service", given));
    }
    if (given.matches("[0-9]{12}")) {
      return Optional.of(Map.of("AWS", "arn:aws:iam::" + given + ":root"));
    }
    return given.matches("arn:aws[a-z-]*:(iam|sts)::[0-9]{12}:.+")
        ? Optional.of(Map.of("AWS", given))
        : Optional.empty();
  }
}
