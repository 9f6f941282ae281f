package dev.coalmine.embedded.apigateway;

import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.Json;
import dev.coalmine.embedded.protocol.AwsError;
import dev.coalmine.embedded.protocol.JsonFields;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads a function's response to a {@link ProxyEvent}. All five fields are optional, and others are
 * malformed, as recorded from AWS.
 */
final class ProxyResponseReader {
  private static final Set<String> FIELDS =
      Set.of("statusCode", "headers", "multiValueHeaders", "body", "isBase64Encoded");

  private static final String NAME = "[!$%&'*+.^_`|~0-9A-Za-z-]+";

  // Headers that the server sets itself. API Gateway passes the function's values on under another
  // name.
  private static final Set<String> REMAPPED =
      Set.of(
          "connection",
          "content-length",
          "date",
          "server",
          "transfer-encoding",
          "upgrade",
          "www-authenticate");

  private ProxyResponseReader() {}

  /** The response. Empty if it is malformed. */
  static Optional<GatewayResponse> read(byte[] payload) {
    try {
      return Optional.of(new GatewayResponse(wire(Json.parseObject(payload)), Duration.ZERO));
    } catch (IllegalArgumentException | AwsError malformed) { // callers do not get the reason
      return Optional.empty();
    }
  }

  private static WireResponse wire(Map<String, Object> answer) {
    if (answer.isEmpty() || !FIELDS.containsAll(answer.keySet())) {
      throw new IllegalArgumentException("fields " + answer.keySet());
    }
    // Only binary media types make isBase64Encoded decode the body, and APIs here have none.
    byte[] body = scalar(answer.get("body")).getBytes(StandardCharsets.UTF_8);
    return new WireResponse(
        status(answer.get("statusCode")), headers(new JsonFields(answer)), body);
  }

  private static int status(Object given) {
    int status = given == null ? 200 : Integer.parseInt(scalar(given));
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("status " + status);
    }
    return status;
  }

  /**
   * Headers with several values come before single ones. The first spelling of a name applies to
   * all.
   */
  private static Map<String, String> headers(JsonFields answer) {
    Map<String, List<String>> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    answer
        .object("multiValueHeaders")
        .tree()
        .forEach((name, given) -> values(given).forEach(value -> add(all, name, value)));
    answer.object("headers").tree().forEach((name, given) -> add(all, name, header(given)));
    all.putIfAbsent("Content-Type", List.of("application/json"));
    return numbered(all);
  }

  private static void add(Map<String, List<String>> all, String name, String value) {
    all.computeIfAbsent(outputName(name), first -> new ArrayList<>()).add(value);
  }

  private static Map<String, String> numbered(Map<String, List<String>> all) {
    Map<String, String> numbered = new LinkedHashMap<>();
    all.forEach(
        (name, values) -> {
          for (int n = 1; n <= values.size(); n++) {
            numbered.put(n == 1 ? name : name + "#" + n, values.get(n - 1));
          }
        });
    return numbered;
  }

  private static String outputName(String name) {
    if (!name.matches(NAME)) {
      throw new IllegalArgumentException("header " + name);
    }
    return REMAPPED.contains(name.toLowerCase(Locale.ROOT)) ? "x-amzn-Remapped-" + name : name;
  }

  private static List<String> values(Object given) {
    if (!(given instanceof List<?> list)) {
      throw new IllegalArgumentException("header values " + given);
    }
    return list.stream().map(ProxyResponseReader::header).toList();
  }

  private static String header(Object given) {
    String value = scalar(given);
    if (value.chars().anyMatch(letter -> letter < ' ' && letter != '\t')) {
      throw new IllegalArgumentException("header value " + value);
    }
    return value;
  }

  private static String scalar(Object given) {
    if (given instanceof Map || given instanceof List) {
      throw new IllegalArgumentException("no text: " + given);
    }
    return given == null ? "" : given.toString();
  }
}
