package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.PageTokens;
import dev.coalmine.embedded.protocol.RestJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages of API Gateway's lists. */
final class ApiGatewayPages {
  private ApiGatewayPages() {}

  /** Returns one page of a list: limit (25 when absent, at most 500) and position. */
  static WireResponse page(ApiGatewayCall call, List<?> all) {
    String limit = call.query("limit");
    int size = limit.matches("[1-9][0-9]{0,8}") ? Math.min(500, Integer.parseInt(limit)) : 25;
    int from = PageTokens.parse(call.query("position")).orElse(0);
    int to = Math.min(from + size, all.size());
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put("item", all.subList(Math.min(from, to), to)); // the API model's spelling
    if (to < all.size()) {
      wire.put("position", PageTokens.token(to));
    }
    return RestJson.response(200, wire);
  }
}
