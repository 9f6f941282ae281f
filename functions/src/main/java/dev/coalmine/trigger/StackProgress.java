package dev.coalmine.trigger;

import java.util.List;
import java.util.Map;

/**
 * The progress of a request of CloudFormation, from one run of StackRelease to the next.
 *
 * @param decision what comes next
 * @param execution ARN of the release's execution; empty before there is one
 * @param ending ARNs of releases of the same resource that must end first
 * @param succeeded whether the resource is as requested; for a response
 * @param reason why, in one sentence
 * @param data the attributes for Fn::GetAtt
 * @param waitSeconds how long to wait before the next run
 */
record StackProgress(
    StackDecision decision,
    String execution,
    List<String> ending,
    boolean succeeded,
    String reason,
    Map<String, Object> data,
    long waitSeconds) {
  private static final long POLL = 15;
  private static final long SOON = 5;

  /** What comes next. */
  enum StackDecision {
    /** Run StackRelease again. */
    AWAIT,
    /** Send the response. */
    ANSWER
  }

  StackProgress {
    execution = execution == null ? "" : execution;
    ending = ending == null ? List.of() : List.copyOf(ending);
    reason = reason == null ? "" : reason;
    data = data == null ? Map.of() : data;
  }

  static StackProgress awaiting(String execution, String reason) {
    return new StackProgress(
        StackDecision.AWAIT, execution, List.of(), false, reason, Map.of(), POLL);
  }

  static StackProgress ending(List<String> others, String reason) {
    return new StackProgress(StackDecision.AWAIT, "", others, false, reason, Map.of(), SOON);
  }

  static StackProgress succeeded(String execution, String reason, Map<String, Object> data) {
    return new StackProgress(StackDecision.ANSWER, execution, List.of(), true, reason, data, POLL);
  }

  static StackProgress failed(String execution, String reason) {
    return new StackProgress(
        StackDecision.ANSWER, execution, List.of(), false, reason, Map.of(), POLL);
  }
}
