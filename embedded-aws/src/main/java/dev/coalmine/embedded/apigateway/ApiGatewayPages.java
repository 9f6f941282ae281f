package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.PageTokens;
import dev.coalmine.embedded.protocol.RestJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages of API Gateway's lists. */
final class ApiGatewayPages {
  private static final int DEFAULT_SIZE = 25;
  private static final int LARGEST = 500;

  private ApiGatewayPages() {}

  /** Returns one page of a list: limit (25 when absent, at most 500) and position. */
  static WireResponse page(ApiGatewayCall call, List<?> all) {
    int size = size(call.query("limit"));
    int from = position(call.query("position"));
    int to = Math.min(from + size, all.size());
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("item", all.subList(Math.min(from, to), to)); // the API model's spelling
    if (to < all.size()) {
      wire.put("position", PageTokens.token(to));
    }
    return RestJson.response(200, wire);
  }

  private static int size(String limit) {
    if (limit.isEmpty()) {
      return DEFAULT_SIZE;
    }
    if (!limit.matches("[1-9][0-9]{0,8}")) {
      throw ApiGatewayErrors.badRequest("Invalid limit specified: " + limit);
    }
    return Math.min(LARGEST, Integer.parseInt(limit));
  }

  private static int position(String token) {
    return token.isEmpty()
        ? 0
        : PageTokens.parse(token)
            .orElseThrow(() -> ApiGatewayErrors.badRequest("Invalid position specified: " + token));
  }
}
