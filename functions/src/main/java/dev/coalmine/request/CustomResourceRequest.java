package dev.coalmine.request;

import dev.coalmine.target.Target;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What CloudFormation asks of a custom resource, without the address that waits for the answer.
 *
 * @param kind what happens to the resource
 * @param stackId ARN of the stack
 * @param requestId of this request alone
 * @param logicalId the resource's name in its template
 * @param physicalId what it was called in the answer to its creation; empty before that
 * @param properties as the template has them, every scalar a text
 */
public record CustomResourceRequest(
    RequestType kind,
    String stackId,
    String requestId,
    String logicalId,
    String physicalId,
    Map<String, Object> properties) {
  /** An id may have 1 KB; people read this one. */
  private static final int LONGEST_ID = 200;

  /** What happens to a resource. A rollback is an update, or after a creation a deletion. */
  public enum RequestType {
    CREATE,
    UPDATE,
    DELETE
  }

  public CustomResourceRequest {
    physicalId = physicalId == null ? "" : physicalId;
    properties = properties == null ? Map.of() : properties;
  }

  /**
   * What the resource is called from its creation on. It never changes: CloudFormation would take
   * another name for another resource, and delete the first.
   */
  public String resourceId() {
    if (!physicalId.isEmpty()) {
      return physicalId;
    }
    String made =
        StackRequestReader.of(properties).targets().stream()
            .map(Target::toString)
            .collect(Collectors.joining(","));
    return made.isEmpty() || made.length() > LONGEST_ID ? logicalId : made;
  }
}
