package dev.coalmine.request;

import dev.coalmine.target.Target;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A request of CloudFormation for a custom resource, without the address for the response.
 *
 * @param kind what happens to the resource
 * @param stackId ARN of the stack
 * @param requestId unique to this request
 * @param logicalId the resource's name in its template
 * @param physicalId the physical id from its creation; empty before that
 * @param properties the properties in the template; every scalar is a text
 */
public record CustomResourceRequest(
    RequestType kind,
    String stackId,
    String requestId,
    String logicalId,
    String physicalId,
    Map<String, Object> properties) {
  /** In characters. AWS allows 1 KB, but people read this id. */
  private static final int LONGEST_ID = 200;

  /** What happens to a resource. A rollback is an update, or after a creation a deletion. */
  public enum RequestType {
    CREATE,
    UPDATE,
    DELETE,
    /** None that CloudFormation documents. */
    UNKNOWN;

    /** The type that CloudFormation calls so. */
    public static RequestType of(String word) {
      return switch (word) {
        case "Create" -> CREATE;
        case "Update" -> UPDATE;
        case "Delete" -> DELETE;
        default -> UNKNOWN;
      };
    }
  }

  public CustomResourceRequest {
    physicalId = physicalId == null ? "" : physicalId;
    properties = properties == null ? Map.of() : properties;
  }

  /**
   * The physical id of the resource from its creation on. It never changes: CloudFormation treats
   * another id as another resource and deletes the first.
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
