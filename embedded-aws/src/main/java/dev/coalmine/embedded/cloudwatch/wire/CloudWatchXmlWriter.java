package dev.coalmine.embedded.cloudwatch.wire;

import dev.coalmine.embedded.http.WireResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes the XML of the Query protocol: lists as {@code member}, statistics maps as {@code entry}.
 */
final class CloudWatchXmlWriter {
  private final String root;
  private final StringBuilder text = new StringBuilder();

  CloudWatchXmlWriter(String root) {
    this.root = root;
    text.append('<')
        .append(root)
        .append(" xmlns=\"http://monitoring.amazonaws.com/doc/2010-08-01/\">");
  }

  void element(String name, Object value) {
    text.append('<').append(name).append('>');
    if (value instanceof Map<?, ?> map && name.equals("ExtendedStatistics")) {
      map.forEach((key, each) -> element("entry", Map.of("key", key, "value", each)));
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, each) -> element((String) key, each));
    } else if (value instanceof List<?> list) {
      list.forEach(each -> element("member", each));
    } else {
      escape(String.valueOf(value)); // an Instant's text is ISO-8601 in UTC
    }
    text.append("</").append(name).append('>');
  }

  WireResponse response(int status, String requestId) {
    String xml = text + "</" + root + ">";
    return new WireResponse(
        status,
        Map.of("Content-Type", "text/xml", "x-amzn-RequestId", requestId),
        xml.getBytes(StandardCharsets.UTF_8));
  }

  private void escape(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '<' -> text.append("&lt;");
        case '>' -> text.append("&gt;");
        case '&' -> text.append("&amp;");
        case '"' -> text.append("&quot;");
        case '\r' -> text.append("&#xD;");
        default -> text.append(c < ' ' && c != '\n' && c != '\t' ? ' ' : c); // not XML 1.0
      }
    }
  }
}
