package dev.coalmine.embedded.cloudformation;

import java.util.Map;

/**
 * The response for a custom resource, or CloudFormation's own failure.
 *
 * @param status SUCCESS or FAILED
 * @param reason the reason; may be empty
 * @param physicalId the physical resource id
 * @param data attributes for Fn::GetAtt
 */
public record CustomResourceResponse(
    String status, String reason, String physicalId, Map<String, Object> data) {
  @Override
  public String toString() {
    return reason.isEmpty() ? status : status + ": " + reason;
  }
}
