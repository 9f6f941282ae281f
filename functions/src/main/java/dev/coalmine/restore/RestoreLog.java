package dev.coalmine.restore;

import dev.coalmine.document.HistoryTail;
import dev.coalmine.document.Json;
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
public record RestoreLog(
    String level,
    String execution,
    String status,
    String error,
    boolean inFlight,
    RestoreOutcome decision,
    List<String> restored,
    List<String> left,
    List<String> failed,
    Instant at) {

  /** What came of an execution that has ended. */
  enum RestoreOutcome {
    /** There was nothing to put back. */
    NOTHING,
    /** All that it left is back as it was before the release. */
    RESTORED,
    /** A person is needed. */
    STUCK
  }

  static RestoreLog of(
      HistoryTail ended,
      List<String> restored,
      List<String> left,
      List<String> failed,
      Instant at) {
    boolean stuck = !left.isEmpty() || !failed.isEmpty();
    return new RestoreLog(
        stuck ? "ERROR" : "INFO",
        ended.arn(),
        ended.requireEnd().status(),
        ended.requireEnd().failure(),
        ended.isInFlight(),
        stuck
            ? RestoreOutcome.STUCK
            : restored.isEmpty() ? RestoreOutcome.NOTHING : RestoreOutcome.RESTORED,
        restored,
        left,
        failed,
        at);
  }

  /** An execution that could not be looked at. */
  static RestoreLog failed(String execution, String why, Instant at) {
    return new RestoreLog(
        "ERROR",
        execution,
        "",
        "",
        false,
        RestoreOutcome.STUCK,
        List.of(),
        List.of(),
        List.of(why),
        at);
  }

  public RestoreLog write() {
    System.out.println(Json.toJson(this));
    return this;
  }
}
