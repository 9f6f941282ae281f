package dev.coalmine.embedded.lambda;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.PageTokens;
import dev.coalmine.embedded.protocol.RestJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages of Lambda's lists. */
final class LambdaPages {
  private static final int LARGEST = 10_000;

  private LambdaPages() {}

  /** Returns one page of a list: MaxItems, Marker, NextMarker. */
  static WireResponse page(LambdaCall call, String name, List<?> all, int defaultSize) {
    int size = size(call.query("MaxItems"), defaultSize);
    int from = Math.min(position(call.query("Marker")), all.size());
    int to = Math.min(from + size, all.size());
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put(name, all.subList(from, to));
    if (to < all.size()) {
      wire.put("NextMarker", PageTokens.token(to));
    }
    return RestJson.response(200, wire);
  }

  private static int size(String maxItems, int defaultSize) {
    if (maxItems.isEmpty()) {
      return defaultSize;
    }
    int size = maxItems.matches("[0-9]{1,5}") ? Integer.parseInt(maxItems) : 0;
    if (size < 1 || size > LARGEST) {
      throw LambdaErrors.validation(maxItems, "maxItems", "Member must have value from 1 to 10000");
    }
    return size;
  }

  private static int position(String marker) {
    return marker.isEmpty()
        ? 0
        : PageTokens.parse(marker)
            .orElseThrow(() -> LambdaErrors.invalid("Invalid pagination token: " + marker));
  }
}
