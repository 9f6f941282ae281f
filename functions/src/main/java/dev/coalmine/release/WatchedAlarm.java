package dev.coalmine.release;

import java.time.Instant;

/**
 * What a release remembers of an alarm between two analyses.
 *
 * @param name the alarm's name
 * @param excused whether it was in ALARM before the release and has not been OK since
 * @param lastSeenChange the last change of its state that an analysis considered
 * @param lastSeenState its state after that change; UNREAD if it is not known, as in a document of
 *     an execution that began before it was kept
 */
public record WatchedAlarm(
    String name, boolean excused, Instant lastSeenChange, AlarmState lastSeenState) {
  public WatchedAlarm {
    lastSeenState = lastSeenState == null ? AlarmState.UNREAD : lastSeenState;
  }

  /** An alarm before the release shifts traffic: it is excused if it is in ALARM. */
  public static WatchedAlarm atStart(AlarmReading reading) {
    return new WatchedAlarm(
        reading.name(), reading.state() == AlarmState.ALARM, reading.since(), reading.state());
  }

  /** The result of a check, and what to remember for the next one. */
  record AlarmCheck(CheckResult result, WatchedAlarm remembered) {}

  /**
   * Checks the alarm's state and its changes since the last check. CloudWatch can show a new state
   * before its history shows the change; the check is then incomplete, and the next one repeats it.
   */
  AlarmCheck check(AlarmReading reading) {
    if (reading.state() == AlarmState.MISSING) {
      return new AlarmCheck(
          checkResult(CheckResult.CheckStatus.UNKNOWN, "no longer exists"),
          new WatchedAlarm(name, excused, lastSeenChange, AlarmState.MISSING));
    }
    if (reading.state() == AlarmState.UNREAD) {
      return new AlarmCheck(
          checkResult(CheckResult.CheckStatus.UNKNOWN, "is not read while AWS throttles"), this);
    }
    boolean stillExcused = excused;
    for (AlarmReading.AlarmTransition change : reading.changes()) {
      if (change.to() == AlarmState.ALARM && !stillExcused) {
        return new AlarmCheck(
            firedResult(reading, change),
            new WatchedAlarm(name, false, reading.since(), reading.state()));
      }
      stillExcused &= change.to() != AlarmState.OK;
    }
    WatchedAlarm next = new WatchedAlarm(name, stillExcused, reading.since(), reading.state());
    return historyIsBehind(reading) && (stillExcused || reading.state() != AlarmState.ALARM)
        ? new AlarmCheck(
            checkResult(
                CheckResult.CheckStatus.UNKNOWN,
                "changed its state, but its history does not show the change yet"),
            this)
        : new AlarmCheck(next.currentResult(reading), next);
  }

  private boolean historyIsBehind(AlarmReading reading) {
    return reading.since().isAfter(lastSeenChange)
        && (reading.changes().isEmpty()
            || reading.changes().get(reading.changes().size() - 1).to() != reading.state());
  }

  private CheckResult firedResult(AlarmReading reading, AlarmReading.AlarmTransition change) {
    return checkResult(
        CheckResult.CheckStatus.BAD,
        reading.state() == AlarmState.ALARM
            ? "has been in ALARM since " + change.at() + ": " + reasonText(reading)
            : "changed to ALARM at %s and has been %s since %s: %s"
                .formatted(change.at(), reading.state(), reading.since(), reasonText(reading)));
  }

  private CheckResult currentResult(AlarmReading reading) {
    return switch (reading.state()) {
      case OK -> checkResult(CheckResult.CheckStatus.GOOD, "is OK");
      case ALARM ->
          excused
              ? checkResult(
                  CheckResult.CheckStatus.EXCUSED, "was in ALARM before the release and is ignored")
              : checkResult(
                  CheckResult.CheckStatus.BAD,
                  "has been in ALARM since " + reading.since() + ": " + reasonText(reading));
      case INSUFFICIENT_DATA -> checkResult(CheckResult.CheckStatus.SILENT, "is INSUFFICIENT_DATA");
      case MISSING, UNREAD ->
          throw new IllegalStateException("alarm " + name + " is " + reading.state());
    };
  }

  private CheckResult checkResult(CheckResult.CheckStatus status, String text) {
    return new CheckResult(
        status,
        "alarm " + name + " " + text,
        status == CheckResult.CheckStatus.BAD ? RollbackCause.ALARM : RollbackCause.NONE);
  }

  /** The reason without the full stop with which CloudWatch ends it: more text follows. */
  private static String reasonText(AlarmReading reading) {
    return reading.reason().replaceFirst("\\.$", "");
  }
}
