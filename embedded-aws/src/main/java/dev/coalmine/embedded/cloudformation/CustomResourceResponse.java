package dev.coalmine.embedded.cloudformation;

import java.util.Map;

/**
 * What CloudFormation was told of a custom resource, or had to conclude.
 *
 * @param status SUCCESS or FAILED
 * @param reason why; may be empty
 * @param physicalId what the resource is called
 * @param data what the template can ask of it
 */
public record CustomResourceResponse(
    String status, String reason, String physicalId, Map<String, Object> data) {
  @Override
  public String toString() {
    return reason.isEmpty() ? status : status + ": " + reason;
  }
}
