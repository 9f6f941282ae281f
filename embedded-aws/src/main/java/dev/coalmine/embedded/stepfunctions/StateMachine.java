package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.protocol.Arns;

/**
 * A registered state machine of type STANDARD.
 *
 * @param name its bare name
 * @param definition Amazon States Language, as DescribeStateMachine returns it
 * @param roleArn its execution role
 * @param logged whether everything is logged, execution data included
 * @param traced whether X-Ray tracing is on
 */
public record StateMachine(
    String name, String definition, String roleArn, boolean logged, boolean traced) {

  /** Its ARN. */
  public String arn() {
    return Arns.stateMachine(name);
  }
}
