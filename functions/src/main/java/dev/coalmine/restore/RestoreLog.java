package dev.coalmine.restore;

import dev.coalmine.document.HistoryTail;
import dev.coalmine.document.Json;
import java.time.Instant;
import java.util.List;

/**
 * The log line for an execution that was checked after its end: one line of JSON on standard
 * output. Alarms count {@code level}: an ERROR needs a person.
 *
 * @param level INFO or ERROR
 * @param execution its ARN
 * @param status how it ended
 * @param error the error it ended with, if it failed
 * @param inFlight whether a handler was running at its end and may have written since
 * @param decision the result
 * @param restored the restored targets
 * @param left the targets that were left unchanged, and why
 * @param failed the failures
 * @param at when it was checked
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

  /** The results for an ended execution. */
  enum RestoreOutcome {
    /** Nothing had to be restored. */
    NOTHING,
    /** All its targets are as before the release. */
    RESTORED,
    /** It ended STUCK, but all its targets are as before the release. */
    WITHDRAWN,
    /** A person must check the targets. */
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

  /** The line for an execution that ended STUCK although its targets are back. */
  static RestoreLog withdrawn(HistoryTail ended, List<String> back, Instant at) {
    return new RestoreLog(
        "INFO",
        ended.arn(),
        ended.requireEnd().status(),
        ended.requireEnd().failure(),
        false,
        RestoreOutcome.WITHDRAWN,
        back,
        List.of(),
        List.of(),
        at);
  }

  /** The line for an execution that could not be checked. */
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
    System.out.println(Json.toLogLine(this));
    return this;
  }
}
