package dev.coalmine.trigger;

import dev.coalmine.document.Json;
import dev.coalmine.request.CustomResourceRequest;
import dev.coalmine.text.JsonView;

/**
 * A request of CloudFormation with the address for the response. Anyone with the address can
 * respond, so no code may show or log it.
 *
 * @param request the request
 * @param responseUrl the address for the response
 */
record CustomResourceEvent(CustomResourceRequest request, String responseUrl) {

  /**
   * Reads an event of CloudFormation on a custom resource.
   *
   * @throws IllegalArgumentException if it is not such an event
   */
  static CustomResourceEvent of(String event) {
    JsonView fields = Json.readView(event);
    if (fields.text("RequestType", "").isEmpty() || fields.text("ResponseURL", "").isEmpty()) {
      throw new IllegalArgumentException(
          "the event is not a CloudFormation request for a custom resource");
    }
    return new CustomResourceEvent(
        new CustomResourceRequest(
            CustomResourceRequest.RequestType.of(fields.text("RequestType", "")),
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
