package dev.coalmine.embedded.cloudwatch.wire;

import dev.coalmine.embedded.cloudwatch.wire.CloudWatchShapes.CloudWatchShape;
import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.json.JsonView;
import dev.coalmine.embedded.protocol.AwsError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The AWS Query protocol: a form with {@code Action}, lists as {@code Name.member.1}, responses in
 * XML. The SDK for Java up to 2.40 and older clients of every language use it.
 */
public final class CloudWatchQueryCodec implements CloudWatchCodec {
  private static final String VERSION = "2010-08-01";

  /** Parts of a name between dots. The longest of the API model has a dozen. */
  private static final int MOST_PARTS = 50;

  private final CloudWatchShapes shapes;

  public CloudWatchQueryCodec(CloudWatchShapes shapes) {
    this.shapes = shapes;
  }

  @Override
  public Optional<String> operation(WireRequest request) {
    if (!request.header("x-amz-target").isEmpty() || !request.path().equals("/")) {
      return Optional.empty();
    }
    String form = formText(request);
    String action = field(request, form, "Action");
    boolean isCloudWatch = field(request, form, "Version").equals(VERSION);
    return isCloudWatch && !action.isEmpty() ? Optional.of(action) : Optional.empty();
  }

  @Override
  public Map<?, ?> input(WireRequest request, String operation) {
    Map<String, Object> nested = new LinkedHashMap<>();
    form(request).forEach((name, value) -> nest(nested, parts(name), 0, value));
    nested.keySet().removeIf(CloudWatchQueryCodec::isOfProtocol);
    CloudWatchShape input = shapes.shape(shapes.operation(operation).orElseThrow().input());
    return structure(input, new JsonView(nested));
  }

  @Override
  public WireResponse response(String operation, Map<String, Object> output, String requestId) {
    CloudWatchXmlWriter xml = new CloudWatchXmlWriter(operation + "Response");
    if (!shapes.operation(operation).orElseThrow().output().isEmpty()) {
      xml.element(operation + "Result", output);
    }
    xml.element("ResponseMetadata", Map.of("RequestId", requestId));
    return xml.response(200, requestId);
  }

  @Override
  public WireResponse errorResponse(WireRequest request, AwsError error, String requestId) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("Type", error.status() < 500 ? "Sender" : "Receiver");
    fields.put("Code", error.code());
    fields.put("Message", String.valueOf(error.getMessage()));
    CloudWatchXmlWriter xml = new CloudWatchXmlWriter("ErrorResponse");
    xml.element("Error", fields);
    xml.element("RequestId", requestId);
    return xml.response(error.status(), requestId);
  }

  /**
   * One field, without decoding all fields, because every request is checked for its service. The
   * body takes precedence over the query string.
   */
  private static String field(WireRequest request, String form, String name) {
    for (int at = form.indexOf(name + '='); at >= 0; at = form.indexOf(name + '=', at + 1)) {
      if (at == 0 || form.charAt(at - 1) == '&') {
        int from = at + name.length() + 1;
        int end = form.indexOf('&', from);
        return form.substring(from, end < 0 ? form.length() : end);
      }
    }
    return request.query().getOrDefault(name, "");
  }

  /**
   * The form for this check. An unreadable body counts as empty here, and the service that handles
   * it refuses it.
   */
  private static String formText(WireRequest request) {
    try {
      return isForm(request) ? text(request) : "";
    } catch (AwsError e) {
      return "";
    }
  }

  /** Fields from the query string and the form body; the body takes precedence. */
  private static Map<String, String> form(WireRequest request) {
    Map<String, String> form = new LinkedHashMap<>(request.query());
    if (isForm(request)) {
      for (String pair : text(request).split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        form.put(decoded(name), equals < 0 ? "" : decoded(pair.substring(equals + 1)));
      }
    }
    return form;
  }

  private static boolean isForm(WireRequest request) {
    return request.header("content-type").startsWith("application/x-www-form-urlencoded");
  }

  private static String text(WireRequest request) {
    return new String(CloudWatchBody.of(request), StandardCharsets.UTF_8);
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw CloudWatchErrors.malformed("not a form: " + e.getMessage());
    }
  }

  private static boolean isOfProtocol(String name) {
    return name.equals("Action") || name.equals("Version") || name.startsWith("X-Amz-");
  }

  private static String[] parts(String name) {
    String[] parts = name.split("\\.", MOST_PARTS + 1);
    if (parts.length > MOST_PARTS) {
      throw CloudWatchErrors.malformed(
          "the name of a parameter must have at most " + MOST_PARTS + " parts");
    }
    return parts;
  }

  private static void nest(Map<String, Object> into, String[] path, int at, String value) {
    if (at == path.length - 1) {
      into.putIfAbsent(path[at], value);
      return;
    }
    if (!new JsonView(into.get(path[at])).isObject()) {
      into.put(path[at], new LinkedHashMap<>());
    }
    nest(new JsonView(into.get(path[at])).object(), path, at + 1, value);
  }

  /** Turns {@code {member: {1: a, 2: b}}} into lists where the shape is a list. */
  private Object shaped(CloudWatchShape shape, JsonView raw) {
    return switch (shape.kind()) {
      case STRUCTURE -> raw.isObject() ? structure(shape, raw) : raw.tree();
      case LIST -> list(shape, raw);
      case MAP -> map(shape, raw);
      case STRING, INTEGER, DOUBLE, BOOLEAN, TIMESTAMP -> raw.tree();
    };
  }

  private Map<String, Object> structure(CloudWatchShape shape, JsonView raw) {
    Map<String, Object> structure = new LinkedHashMap<>();
    shape
        .members()
        .forEach(
            (name, member) -> {
              if (raw.object().get(name) != null) {
                structure.put(name, shaped(shapes.shape(member.shape()), raw.get(name)));
              }
            });
    raw.object().forEach(structure::putIfAbsent); // whatever AWS does not know, to be refused
    return structure;
  }

  private List<Object> list(CloudWatchShape shape, JsonView raw) {
    return numbered(raw.get("member")).stream()
        .map(element -> shaped(shapes.shape(shape.of()), element))
        .toList();
  }

  private Map<String, Object> map(CloudWatchShape shape, JsonView raw) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (JsonView pair : numbered(raw.get("entry"))) {
      if (pair.isObject()) {
        Object value = shaped(shapes.shape(shape.of()), pair.get("value"));
        map.put(String.valueOf(pair.get("key").tree()), value);
      }
    }
    return map;
  }

  /** The elements by ascending number. SDKs send an empty list as "Name=". */
  private static Collection<JsonView> numbered(JsonView elements) {
    TreeMap<Integer, JsonView> sorted = new TreeMap<>();
    try {
      elements
          .object()
          .forEach((number, value) -> sorted.put(Integer.parseInt(number), new JsonView(value)));
    } catch (NumberFormatException e) {
      throw CloudWatchErrors.malformed(
          "list elements must be numbered: " + elements.object().keySet());
    }
    return sorted.values();
  }
}
