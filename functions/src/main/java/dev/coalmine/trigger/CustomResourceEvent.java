package dev.coalmine.trigger;

import dev.coalmine.document.Json;
import dev.coalmine.request.CustomResourceRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JacksonException;

/**
 * A request of CloudFormation with the address for the answer. Whoever has that address can answer,
 * so nothing may show or log it.
 *
 * @param request what is asked
 * @param responseUrl where the answer goes
 */
record CustomResourceEvent(CustomResourceRequest request, String responseUrl) {

  /**
   * Reads an event of CloudFormation on a custom resource.
   *
   * @throws IllegalArgumentException if it is none
   */
  static CustomResourceEvent of(String event) {
    Map<?, ?> fields = tree(event) instanceof Map<?, ?> map ? map : Map.of();
    if (text(fields, "RequestType").isEmpty() || text(fields, "ResponseURL").isEmpty()) {
      throw new IllegalArgumentException(
          "the event is not a CloudFormation request for a custom resource");
    }
    return new CustomResourceEvent(
        new CustomResourceRequest(
            CustomResourceRequest.RequestType.valueOf(
                text(fields, "RequestType").toUpperCase(Locale.ROOT)),
            text(fields, "StackId"),
            text(fields, "RequestId"),
            text(fields, "LogicalResourceId"),
            text(fields, "PhysicalResourceId"),
            properties(fields.get("ResourceProperties"))),
        text(fields, "ResponseURL"));
  }

  private static Object tree(String event) {
    try {
      return Json.readTree(event);
    } catch (JacksonException withWhatItRead) {
      return ""; // its message may quote the event
    }
  }

  private static Map<String, Object> properties(Object tree) {
    Map<String, Object> properties = new HashMap<>();
    if (tree instanceof Map<?, ?> map) {
      map.forEach((name, value) -> properties.put(String.valueOf(name), value));
    }
    return properties;
  }

  private static String text(Map<?, ?> fields, String name) {
    return fields.get(name) instanceof String text ? text : "";
  }

  @Override
  public String toString() {
    return request.toString();
  }
}
