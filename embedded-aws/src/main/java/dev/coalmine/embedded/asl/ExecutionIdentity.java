package dev.coalmine.embedded.asl;

import java.time.Instant;

/**
 * The identity of an execution, for the context object and the history.
 *
 * @param arn the execution's ARN; its fourth part is the Region
 * @param name the execution's name
 * @param roleArn its execution role
 * @param stateMachineArn the machine's ARN
 * @param stateMachineName the machine's name
 * @param startTime when it was started
 */
public record ExecutionIdentity(
    String arn,
    String name,
    String roleArn,
    String stateMachineArn,
    String stateMachineName,
    Instant startTime) {
  /** The Region in the ARN, or the empty string. */
  public String region() {
    String[] parts = arn.split(":", 5);
    return parts.length > 3 ? parts[3] : "";
  }
}
