package dev.coalmine.embedded.eventbridge;

import dev.coalmine.embedded.protocol.AwsJson;
import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.PageTokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages of EventBridge's lists. */
final class EventBridgePages {
  private static final int LARGEST = 100;

  private EventBridgePages() {}

  /** Returns one page of a list: Limit (100 when absent) and NextToken. */
  static Map<String, Object> page(JsonFields fields, String name, List<?> all) {
    int size = fields.number("Limit", LARGEST);
    if (size < 1 || size > LARGEST) {
      throw AwsJson.constraint(size, "limit", "Member must have value from 1 to 100");
    }
    int from = Math.min(position(fields.text("NextToken")), all.size());
    int to = Math.min(from + size, all.size());
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put(name, all.subList(from, to));
    if (to < all.size()) {
      wire.put("NextToken", PageTokens.token(to));
    }
    return wire;
  }

  private static int position(String token) {
    return token.isEmpty()
        ? 0
        : PageTokens.parse(token)
            .orElseThrow(() -> AwsJson.validation("Token " + token + " is invalid."));
  }
}
