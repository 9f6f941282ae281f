package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.protocol.JsonFields;
import dev.coalmine.embedded.protocol.PageTokens;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages of Step Functions' lists. */
final class StepFunctionsPages {
  private static final int DEFAULT_SIZE = 100;

  private StepFunctionsPages() {}

  /**
   * Returns one page of a list: maxResults (100 when absent or 0), nextToken. The token of a list
   * that grows at its front counts from the end, or pages would repeat elements.
   */
  static Map<String, Object> page(JsonFields fields, String name, List<?> all) {
    int maxResults = fields.number("maxResults", 0);
    if (maxResults < 0 || maxResults > 1000) {
      throw StepFunctionsErrors.constraint("maxResults", "Member must have value from 0 to 1000");
    }
    boolean growsAtFront = name.equals("executions") || fields.flag("reverseOrder");
    int from = position(fields, all.size(), growsAtFront);
    int to = Math.min(from + (maxResults == 0 ? DEFAULT_SIZE : maxResults), all.size());
    Map<String, Object> wire = new LinkedHashMap<>();
    wire.put(name, all.subList(from, to));
    if (to < all.size()) {
      wire.put("nextToken", PageTokens.token(growsAtFront ? all.size() - to : to));
    }
    return wire;
  }

  private static int position(JsonFields fields, int size, boolean growsAtFront) {
    if (!fields.has("nextToken")) {
      return 0;
    }
    String token = fields.text("nextToken");
    int number =
        PageTokens.parse(token)
            .orElseThrow(
                () -> StepFunctionsErrors.of("InvalidToken", "Invalid Token: '" + token + "'"));
    return Math.max(0, Math.min(size, growsAtFront ? size - number : number));
  }
}
