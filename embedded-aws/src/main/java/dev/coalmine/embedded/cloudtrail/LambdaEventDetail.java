package dev.coalmine.embedded.cloudtrail;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.lambda.FunctionVersion;
import dev.coalmine.embedded.lambda.LambdaCall;
import dev.coalmine.embedded.lambda.LambdaOperation;
import dev.coalmine.embedded.protocol.Arns;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The details of a Lambda call and its response in a CloudTrail event, as recorded. */
final class LambdaEventDetail {
  /** CloudTrail's member names begin in lower case, but the keys in these members stay. */
  private static final Set<String> USER_KEYS = Set.of("tags", "additionalVersionWeights");

  private LambdaEventDetail() {}

  /** requestParameters: the function as the caller named it, without code and secrets. */
  static Map<String, Object> requestParameters(LambdaCall call) {
    Map<String, Object> shown = new LinkedHashMap<>();
    if (call.operation() == LambdaOperation.UPDATE_FUNCTION_CODE) {
      shown.put("dryRun", false);
      shown.put("publish", false);
    }
    shown.putAll(shown(call.request().body()));
    shown.remove("zipFile");
    shown.computeIfPresent("code", (name, code) -> Map.of());
    addPath(shown, call);
    return shown;
  }

  private static void addPath(Map<String, Object> shown, LambdaCall call) {
    if (!call.resource().isEmpty()) {
      boolean tags = call.request().path().contains("/tags/");
      shown.put(tags ? "resource" : "functionName", call.resource());
    }
    if (!call.part().isEmpty()) {
      boolean alias = call.operation() != LambdaOperation.REMOVE_PERMISSION;
      shown.put(alias ? "name" : "statementId", call.part());
    }
    if (!call.query("Qualifier").isEmpty()) {
      shown.put("qualifier", call.query("Qualifier"));
    }
    if (call.operation() == LambdaOperation.UPDATE_FUNCTION_CODE) {
      shown.put("fullyQualifiedArn", qualified(call));
    }
  }

  private static Map<String, Object> qualified(LambdaCall call) {
    Map<String, Object> prefix = new LinkedHashMap<>();
    prefix.put("partition", "aws");
    prefix.put("region", Arns.REGION);
    prefix.put("account", Arns.ACCOUNT);
    Map<String, Object> arn = new LinkedHashMap<>();
    arn.put("arnPrefix", prefix);
    arn.put("relativeId", Map.of("functionName", bareName(call.resource())));
    arn.put("functionQualifier", Map.of());
    return arn;
  }

  private static String bareName(String function) {
    return function
        .replaceFirst("^.*function:", "")
        .replaceFirst("^\\d{12}:", "")
        .replaceFirst(":.*", "");
  }

  /** responseElements. Null after a failed call and after one without output. */
  static Map<String, Object> responseElements(LambdaCall call, WireResponse answer) {
    if (answer.status() >= 300 || answer.body().length == 0) {
      return null;
    }
    Map<String, Object> shown = shown(answer.body());
    boolean created = call.operation() == LambdaOperation.CREATE_FUNCTION;
    boolean published =
        call.operation() == LambdaOperation.UPDATE_FUNCTION_CODE
            && !FunctionVersion.LATEST.equals(shown.get("version"));
    if (created || published) {
      asPending(shown);
    }
    return shown;
  }

  /** Recorded: a created resource is shown in its initial state. */
  private static void asPending(Map<String, Object> shown) {
    shown.put("state", "Pending");
    shown.put("stateReason", "The function is being created.");
    shown.put("stateReasonCode", "Creating");
    shown.remove("lastUpdateStatus");
  }

  private static Map<String, Object> shown(byte[] json) {
    Map<String, Object> shown =
        new JsonView(JsonView.parse(json).lowerNames(USER_KEYS))
            .object(); // Lambda refuses other JSON
    shown.computeIfPresent("environment", (name, secrets) -> Map.of());
    return shown;
  }
}
