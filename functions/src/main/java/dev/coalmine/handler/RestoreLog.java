package dev.coalmine.handler;

import dev.coalmine.aws.EndedExecution;
import java.time.Instant;
import java.util.List;

/**
 * One line of JSON on standard output for each execution that was looked at after its end. Alarms
 * go by {@code level}: an ERROR needs a person.
 *
 * @param level INFO or ERROR
 * @param execution its ARN
 * @param status how it ended
 * @param error the error it ended with, if it failed
 * @param inFlight whether a handler was running at its end, which may have written since
 * @param decision what came of it
 * @param restored targets that were put back
 * @param left targets that were left alone, and why
 * @param failed what went wrong
 * @param at when it was looked at
 */
record RestoreLog(
    String level,
    String execution,
    String status,
    String error,
    boolean inFlight,
    Decision decision,
    List<String> restored,
    List<String> left,
    List<String> failed,
    Instant at) {

  /** What came of an execution that has ended. */
  enum Decision {
    /** There was nothing to put back. */
    NOTHING,
    /** All that it left is back as it was before the release. */
    RESTORED,
    /** A person is needed. */
    STUCK
  }

  static RestoreLog of(
      EndedExecution ended,
      List<String> restored,
      List<String> left,
      List<String> failed,
      Instant at) {
    boolean stuck = !left.isEmpty() || !failed.isEmpty();
    return new RestoreLog(
        stuck ? "ERROR" : "INFO",
        ended.arn(),
        ended.status(),
        ended.error(),
        ended.isInFlight(),
        stuck ? Decision.STUCK : restored.isEmpty() ? Decision.NOTHING : Decision.RESTORED,
        restored,
        left,
        failed,
        at);
  }

  /** An execution that could not be looked at. */
  static RestoreLog failed(String execution, String why, Instant at) {
    return new RestoreLog(
        "ERROR", execution, "", "", false, Decision.STUCK, List.of(), List.of(), List.of(why), at);
  }

  RestoreLog write() {
    System.out.println(Json.text(this));
    return this;
  }
}
