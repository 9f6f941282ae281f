package dev.coalmine.handler;

import java.util.List;
import java.util.Map;

/**
 * How far a request of CloudFormation is, from one visit to the next.
 *
 * @param decision what comes next
 * @param execution ARN of the release's execution; empty while there is none
 * @param ending ARNs of releases of the same resource that have to end first
 * @param succeeded whether the resource is as it was asked for; of an answer
 * @param reason why, in one sentence
 * @param data what the template can ask of the resource
 * @param waitSeconds how long to wait before the next visit
 */
record StackStanding(
    Decision decision,
    String execution,
    List<String> ending,
    boolean succeeded,
    String reason,
    Map<String, Object> data,
    long waitSeconds) {
  private static final long POLL = 15;
  private static final long SOON = 5;

  /** What comes next. */
  enum Decision {
    /** Another visit. */
    AWAIT,
    /** CloudFormation is told. */
    ANSWER
  }

  StackStanding {
    execution = execution == null ? "" : execution;
    ending = ending == null ? List.of() : List.copyOf(ending);
    reason = reason == null ? "" : reason;
    data = data == null ? Map.of() : data;
  }

  static StackStanding awaiting(String execution, String reason) {
    return new StackStanding(Decision.AWAIT, execution, List.of(), false, reason, Map.of(), POLL);
  }

  static StackStanding ending(List<String> others, String reason) {
    return new StackStanding(Decision.AWAIT, "", others, false, reason, Map.of(), SOON);
  }

  static StackStanding succeeded(String execution, String reason, Map<String, Object> data) {
    return new StackStanding(Decision.ANSWER, execution, List.of(), true, reason, data, POLL);
  }

  static StackStanding failed(String execution, String reason) {
    return new StackStanding(Decision.ANSWER, execution, List.of(), false, reason, Map.of(), POLL);
  }
}
