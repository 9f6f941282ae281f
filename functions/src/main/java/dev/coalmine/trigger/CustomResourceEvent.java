package dev.coalmine.trigger;

import dev.coalmine.document.Json;
import dev.coalmine.request.CustomResourceRequest;
import dev.coalmine.text.JsonView;
import java.util.Locale;

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
    JsonView fields = Json.readView(event);
    if (fields.text("RequestType", "").isEmpty() || fields.text("ResponseURL", "").isEmpty()) {
      throw new IllegalArgumentException(
          "the event is not a CloudFormation request for a custom resource");
    }
    return new CustomResourceEvent(
        new CustomResourceRequest(
            CustomResourceRequest.RequestType.valueOf(
                fields.text("RequestType", "").toUpperCase(Locale.ROOT)),
            fields.text("StackId", ""),
            fields.text("RequestId", ""),
            fields.text("LogicalResourceId", ""),
            fields.text("PhysicalResourceId", ""),
            fields.object("ResourceProperties").map()),
        fields.text("ResponseURL", ""));
  }

  @Override
  public String toString() {
    return request.toString();
  }
}
