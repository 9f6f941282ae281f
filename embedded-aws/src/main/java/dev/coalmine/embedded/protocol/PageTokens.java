package dev.coalmine.embedded.protocol;

import dev.coalmine.embedded.apigateway.ApiGatewayCall;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.lambda.LambdaCall;
import dev.coalmine.embedded.lambda.LambdaErrors;
import dev.coalmine.embedded.lambda.LambdaResponses;
import dev.coalmine.embedded.stepfunctions.StepFunctionsErrors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Long lists, a page at a time. A page token holds the place of what comes next. */
public final class PageTokens {
  private PageTokens() {}

  /** One page as Lambda answers it: MaxItems, Marker, NextMarker. */
  public static WireResponse ofLambda(LambdaCall call, String name, List<?> all, int otherwise) {
    int size = size(call.query("MaxItems"), otherwise);
    int from = Math.min(position(call.query("Marker")), all.size());
    int to = Math.min(from + size, all.size());
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put(name, all.subList(from, to));
    if (to < all.size()) {
      wire.put("NextMarker", token(to));
    }
    return LambdaResponses.json(200, wire);
  }

  private static int size(String maxItems, int otherwise) {
    if (maxItems.isEmpty()) {
      return otherwise;
    }
    if (!maxItems.matches("[0-9]{1,5}")
        || Integer.parseInt(maxItems) < 1
        || Integer.parseInt(maxItems) > 10_000) {
      throw LambdaErrors.validation(maxItems, "maxItems", "Member must have value from 1 to 10000");
    }
    return Integer.parseInt(maxItems);
  }

  private static int position(String marker) {
    return marker.isEmpty()
        ? 0
        : parse(marker)
            .orElseThrow(() -> LambdaErrors.invalid("Invalid pagination token: " + marker));
  }

  /**
   * One page as Step Functions answers it: maxResults (100 when absent or 0), nextToken. Lists that
   * grow at their front would repeat elements; a token therefore counts from the end.
   */
  public static Map<String, Object> ofStepFunctions(JsonFields fields, String name, List<?> all) {
    int asked = fields.number("maxResults", 0);
    if (asked < 0 || asked > 1000) {
      throw StepFunctionsErrors.constraint("maxResults", "Member must have value from 0 to 1000");
    }
    boolean growsAtFront = name.equals("executions") || fields.flag("reverseOrder");
    int from = position(fields, all.size(), growsAtFront);
    int to = Math.min(from + (asked == 0 ? 100 : asked), all.size());
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put(name, all.subList(from, to));
    if (to < all.size()) {
      wire.put("nextToken", token(growsAtFront ? all.size() - to : to));
    }
    return wire;
  }

  private static int position(JsonFields fields, int size, boolean growsAtFront) {
    if (!fields.has("nextToken")) {
      return 0;
    }
    String token = fields.text("nextToken");
    int number =
        parse(token)
            .orElseThrow(
                () -> StepFunctionsErrors.of("InvalidToken", "Invalid Token: '" + token + "'"));
    return Math.max(0, Math.min(size, growsAtFront ? size - number : number));
  }

  /** One page as API Gateway answers it: limit (25 when absent, at most 500) and position. */
  public static WireResponse ofApiGateway(ApiGatewayCall call, List<?> all) {
    String limit = call.query("limit");
    int size = limit.matches("[1-9][0-9]{0,8}") ? Math.min(500, Integer.parseInt(limit)) : 25;
    int from = parse(call.query("position")).orElse(0);
    int to = Math.min(from + size, all.size());
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("item", all.subList(Math.min(from, to), to)); // so the API's model spells it
    if (to < all.size()) {
      wire.put("position", token(to));
    }
    return LambdaResponses.json(200, wire);
  }

  /** One page as EventBridge answers it: Limit (100 when absent) and NextToken. */
  public static Map<String, Object> ofEventBridge(JsonFields fields, String name, List<?> all) {
    int size = fields.number("Limit", 100);
    if (size < 1 || size > 100) {
      throw AwsJson.constraint(size, "limit", "Member must have value from 1 to 100");
    }
    int from = Math.min(parse(fields.text("NextToken")).orElse(0), all.size());
    int to = Math.min(from + size, all.size());
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put(name, all.subList(from, to));
    if (to < all.size()) {
      wire.put("NextToken", token(to));
    }
    return wire;
  }

  /** A token for the element of this number. */
  static String token(int next) {
    return "at-" + next;
  }

  /** The number in a token; empty when it is no token of ours. */
  static Optional<Integer> parse(String token) {
    return token.matches("at-[0-9]{1,9}")
        ? Optional.of(Integer.parseInt(token.substring(3)))
        : Optional.empty();
  }
}
