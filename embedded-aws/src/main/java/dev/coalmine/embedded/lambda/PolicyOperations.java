package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.RestJson;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Lambda's operations on resource policies, with recorded messages. The caller holds the store's
 * monitor.
 */
final class PolicyOperations {
  private static final String ID = "([a-zA-Z0-9-_]+)";
  private static final String ACTION = "(lambda:[*]|lambda:[a-zA-Z]+|[*])";
  private static final String QUALIFIER = "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+";

  private final LambdaStore store;

  PolicyOperations(LambdaStore store) {
    this.store = store;
  }

  WireResponse add(LambdaCall call) {
    FunctionRef ref = ref(call);
    Map<String, Object> statement = add(ref, call.fields());
    return RestJson.response(201, Map.of("Statement", Json.toText(statement)));
  }

  Map<String, Object> add(FunctionRef ref, JsonFields fields) {
    String sid = fields.text("StatementId");
    checkInput(ref, fields);
    LambdaFunction function = store.function(new FunctionRef(ref.name(), ""));
    refuseMissing(function, ref);
    ResourcePolicy policy = function.policies().getOrDefault(ref.qualifier(), ResourcePolicy.NONE);
    refuseStale(fields.text("RevisionId"), function, ref, policy);
    if (policy.statements().containsKey(sid)) {
      throw LambdaErrors.conflict(
          "The statement id ("
              + sid
              + ") provided already exists. Please provide a new statement id, or remove the"
              + " existing statement.");
    }
    Map<String, Object> statement = statement(ref, fields);
    write(function, ref, policy.with(sid, statement, store.newRevision()));
    return statement;
  }

  /** Permits a service to invoke; an empty source ARN means any source. */
  void permit(FunctionRef ref, String statementId, String service, String sourceArn) {
    Map<String, Object> request = new LinkedHashMap<>();
    request.put("StatementId", statementId);
    request.put("Action", "lambda:InvokeFunction");
    request.put("Principal", service);
    if (!sourceArn.isEmpty()) {
      request.put("SourceArn", sourceArn);
    }
    add(ref, new JsonFields(request));
  }

  WireResponse remove(LambdaCall call) {
    FunctionRef ref = ref(call);
    LambdaFunction function = store.functions().get(ref.name());
    if (function == null) {
      throw LambdaErrors.notFound("No policy found for: " + ref.arn());
    }
    refuseMissing(function, ref);
    ResourcePolicy policy = function.policies().get(ref.qualifier());
    if (policy == null) {
      throw LambdaErrors.notFound("No policy is associated with the given resource.");
    }
    if (!policy.statements().containsKey(call.part())) {
      throw LambdaErrors.notFound("Statement " + call.part() + " is not found in resource policy.");
    }
    refuseStale(call.query("RevisionId"), function, ref, policy);
    write(function, ref, policy.without(call.part(), store.newRevision()));
    return RestJson.empty(204);
  }

  WireResponse get(LambdaCall call) {
    FunctionRef ref = ref(call);
    LambdaFunction function = store.functions().get(ref.name());
    ResourcePolicy policy = function == null ? null : function.policies().get(ref.qualifier());
    if (policy == null) {
      throw LambdaErrors.notFound("The resource you requested does not exist.");
    }
    return RestJson.response(
        200, Map.of("Policy", policy.document(), "RevisionId", policy.revisionId()));
  }

  boolean allows(FunctionRef ref, String service, String sourceArn) {
    LambdaFunction function = store.functions().get(ref.name());
    return function != null
        && function
            .policies()
            .getOrDefault(ref.qualifier(), ResourcePolicy.NONE)
            .allows(service, sourceArn);
  }

  private static FunctionRef ref(LambdaCall call) {
    String qualifier = call.query("Qualifier");
    if (!qualifier.isEmpty() && !qualifier.matches(QUALIFIER)) {
      throw LambdaErrors.invalidPattern(qualifier, "qualifier", QUALIFIER);
    }
    return call.function();
  }

  private static void checkInput(FunctionRef ref, JsonFields fields) {
    if (!fields.text("StatementId").matches(ID)) {
      throw LambdaErrors.invalidPattern(fields.text("StatementId"), "statementId", ID);
    }
    if (!fields.text("Action").matches(ACTION)) {
      throw LambdaErrors.invalidPattern(fields.text("Action"), "action", ACTION);
    }
    if (ref.qualifier().equals(FunctionVersion.LATEST)) {
      throw LambdaErrors.invalid("We currently do not support adding policies for $LATEST.");
    }
    if (ResourcePolicy.principal(fields.text("Principal")).isEmpty()) {
      throw LambdaErrors.invalid(
          "The provided principal was invalid. Please check the principal and try again.");
    }
  }

  private static void refuseMissing(LambdaFunction function, FunctionRef ref) {
    boolean isAlias = ref.qualifier().matches(ID) && !ref.isNumber();
    if (isAlias && !function.aliases().containsKey(ref.qualifier())) {
      throw LambdaErrors.notFound("Cannot find alias arn: " + ref.arn());
    }
    if (function.qualified(ref.qualifier()).isEmpty()) {
      throw LambdaErrors.noFunction(ref.arn());
    }
  }

  /** Recorded: before there is a policy, the revision is that of the version, alias or function. */
  private static void refuseStale(
      String given, LambdaFunction function, FunctionRef ref, ResourcePolicy policy) {
    String current =
        policy.statements().isEmpty() ? function.revisionId(ref.qualifier()) : policy.revisionId();
    if (!given.isEmpty() && !given.equals(current)) {
      throw LambdaErrors.stalePolicy();
    }
  }

  /** Recorded: the version, alias or function takes over the policy's new revision. */
  private static void write(LambdaFunction function, FunctionRef ref, ResourcePolicy policy) {
    if (policy.statements().isEmpty()) {
      function.policies().remove(ref.qualifier());
    } else {
      function.policies().put(ref.qualifier(), policy);
    }
    function.setRevisionId(ref.qualifier(), policy.revisionId());
  }

  private static Map<String, Object> statement(FunctionRef ref, JsonFields fields) {
    Map<String, Object> statement = new LinkedHashMap<>();
    statement.put("Sid", fields.text("StatementId"));
    statement.put("Effect", "Allow");
    statement.put("Principal", ResourcePolicy.principal(fields.text("Principal")).orElseThrow());
    statement.put("Action", fields.text("Action"));
    statement.put("Resource", ref.arn());
    Map<String, Object> condition = condition(fields);
    if (!condition.isEmpty()) {
      statement.put("Condition", condition);
    }
    return statement;
  }

  private static Map<String, Object> condition(JsonFields fields) {
    Map<String, Object> equal = new LinkedHashMap<>();
    put(equal, "AWS:SourceAccount", fields.text("SourceAccount"));
    put(equal, "lambda:EventSourceToken", fields.text("EventSourceToken"));
    put(equal, "lambda:FunctionUrlAuthType", fields.text("FunctionUrlAuthType"));
    put(equal, "aws:PrincipalOrgID", fields.text("PrincipalOrgID"));
    Map<String, Object> condition = new LinkedHashMap<>();
    if (!equal.isEmpty()) {
      condition.put("StringEquals", equal);
    }
    if (fields.has("SourceArn")) {
      condition.put("ArnLike", Map.of("AWS:SourceArn", fields.text("SourceArn")));
    }
    return condition;
  }

  private static void put(Map<String, Object> equal, String key, String value) {
    if (!value.isEmpty()) {
      equal.put(key, value);
    }
  }
}
