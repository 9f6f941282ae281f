package dev.coalmine.release;

import java.time.Instant;

/**
 * What a release remembers of an alarm from one look to the next.
 *
 * @param name the alarm's name
 * @param excused whether it fired before the release and has not cleared since
 * @param lastSeenChange the last change of state that was taken into account
 */
public record WatchedAlarm(String name, boolean excused, Instant lastSeenChange) {

  /** An alarm as it stands before any traffic moves: if it fires already, it is excused. */
  public static WatchedAlarm atStart(AlarmReading reading) {
    return new WatchedAlarm(reading.name(), reading.state() == AlarmState.ALARM, reading.since());
  }

  /** An opinion on the canary, and what to remember for the next look. */
  record AlarmCheck(CheckResult result, WatchedAlarm remembered) {}

  /**
   * Takes a look: what the alarm says now, and what it went through since the last look. CloudWatch
   * may show a new state before its history tells the way there; then nothing is forgotten and the
   * next look asks again.
   */
  AlarmCheck check(AlarmReading reading) {
    if (reading.state() == AlarmState.MISSING) {
      return new AlarmCheck(checkResult(CheckResult.CheckStatus.UNKNOWN, "no longer exists"), this);
    }
    boolean stillExcused = excused;
    for (AlarmReading.AlarmTransition change : reading.changes()) {
      if (change.to() == AlarmState.ALARM && !stillExcused) {
        return new AlarmCheck(
            firedResult(reading, change), new WatchedAlarm(name, false, reading.since()));
      }
      stillExcused &= change.to() != AlarmState.OK;
    }
    WatchedAlarm next = new WatchedAlarm(name, stillExcused, reading.since());
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
      case MISSING -> throw new IllegalStateException("alarm " + name + " does not exist");
    };
  }

  private CheckResult checkResult(CheckResult.CheckStatus kind, String says) {
    return new CheckResult(
        kind,
        "alarm " + name + " " + says,
        kind == CheckResult.CheckStatus.BAD ? RollbackCause.ALARM : RollbackCause.NONE);
  }

  /** CloudWatch ends its reasons with a full stop; here more may follow. */
  private static String reasonText(AlarmReading reading) {
    return reading.reason().replaceFirst("\\.$", "");
  }
}
