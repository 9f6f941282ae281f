package dev.coalmine.embedded.stepfunctions;

import dev.coalmine.embedded.protocol.Arns;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A registered state machine of type STANDARD.
 *
 * @param name its bare name
 * @param definition Amazon States Language, as DescribeStateMachine returns it
 * @param roleArn its execution role
 * @param logged whether everything is logged, execution data included
 * @param traced whether X-Ray tracing is on
 * @param tags by key
 */
public record StateMachine(
    String name,
    String definition,
    String roleArn,
    boolean logged,
    boolean traced,
    Map<String, String> tags) {

  public StateMachine {
    tags = Collections.unmodifiableMap(new TreeMap<>(tags));
  }

  /** A state machine without tags. */
  public StateMachine(
      String name, String definition, String roleArn, boolean logged, boolean traced) {
    this(name, definition, roleArn, logged, traced, Map.of());
  }

  /** Its ARN. */
  public String arn() {
    return Arns.stateMachine(name);
  }
}
