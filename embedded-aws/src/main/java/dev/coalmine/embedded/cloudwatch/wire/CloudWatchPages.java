package dev.coalmine.embedded.cloudwatch.wire;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Paging by tokens that hold the index of the next page's first item. */
public final class CloudWatchPages {
  private CloudWatchPages() {}

  /** The index where the requested page starts. */
  public static int start(CloudWatchParameters input) {
    if (!input.has("NextToken")) {
      return 0;
    }
    return parse(input.text("NextToken")).orElseThrow(CloudWatchErrors::badToken);
  }

  /** The index in a token. Empty when this class did not make the token. */
  public static OptionalInt parse(String token) {
    try {
      byte[] text = Base64.getUrlDecoder().decode(token);
      return OptionalInt.of(Integer.parseUnsignedInt(new String(text, StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      return OptionalInt.empty();
    }
  }

  /**
   * Returns one page of the items. It puts the token of the next page into the output, if there is
   * one.
   */
  public static <T> List<T> page(
      List<T> items, CloudWatchParameters input, int size, Map<String, Object> output) {
    int start = Math.max(0, Math.min(start(input), items.size()));
    int end = (int) Math.min((long) start + size, items.size());
    if (end < items.size()) {
      output.put("NextToken", token(end));
    }
    return items.subList(start, end);
  }

  /** The token of the page that starts at this index. */
  public static String token(int start) {
    byte[] text = Integer.toString(start).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
  }
}
