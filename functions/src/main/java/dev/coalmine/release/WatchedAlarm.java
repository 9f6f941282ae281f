package dev.coalmine.release;

import java.time.Instant;

/**
 * What a release remembers of an alarm from one look to the next.
 *
 * @param name the alarm's name
 * @param excused whether it fired before the release and has not cleared since
 * @param seen the last change of state that was taken into account
 */
public record WatchedAlarm(String name, boolean excused, Instant seen) {

  /** An alarm as it stands before any traffic moves: if it fires already, it is excused. */
  public static WatchedAlarm startingAt(AlarmReading reading) {
    return new WatchedAlarm(reading.name(), reading.state() == AlarmState.ALARM, reading.since());
  }

  /** An opinion on the canary, and what to remember for the next look. */
  record Looked(Opinion opinion, WatchedAlarm next) {}

  /**
   * Takes a look: what the alarm says now, and what it went through since the last look. CloudWatch
   * may show a new state before its history tells the way there; then nothing is forgotten and the
   * next look asks again.
   */
  Looked look(AlarmReading reading) {
    if (reading.state() == AlarmState.MISSING) {
      return new Looked(opinion(Opinion.Kind.UNKNOWN, "no longer exists"), this);
    }
    boolean stillExcused = excused;
    for (AlarmReading.Change change : reading.changes()) {
      if (change.to() == AlarmState.ALARM && !stillExcused) {
        return new Looked(rose(reading, change), new WatchedAlarm(name, false, reading.since()));
      }
      stillExcused &= change.to() != AlarmState.OK;
    }
    WatchedAlarm next = new WatchedAlarm(name, stillExcused, reading.since());
    return historyIsBehind(reading) && (stillExcused || reading.state() != AlarmState.ALARM)
        ? new Looked(
            opinion(Opinion.Kind.UNKNOWN, "changed, and its history does not say how"), this)
        : new Looked(next.now(reading), next);
  }

  private boolean historyIsBehind(AlarmReading reading) {
    return reading.since().isAfter(seen)
        && (reading.changes().isEmpty()
            || reading.changes().get(reading.changes().size() - 1).to() != reading.state());
  }

  private Opinion rose(AlarmReading reading, AlarmReading.Change change) {
    return opinion(
        Opinion.Kind.BAD,
        reading.state() == AlarmState.ALARM
            ? "is in ALARM since " + change.at() + ": " + why(reading)
            : "rose to ALARM at %s and is %s again since %s: %s"
                .formatted(change.at(), reading.state(), reading.since(), why(reading)));
  }

  private Opinion now(AlarmReading reading) {
    return switch (reading.state()) {
      case OK -> opinion(Opinion.Kind.GOOD, "is OK");
      case ALARM ->
          excused
              ? opinion(Opinion.Kind.EXCUSED, "was in ALARM before the release and is not counted")
              : opinion(
                  Opinion.Kind.BAD, "is in ALARM since " + reading.since() + ": " + why(reading));
      case INSUFFICIENT_DATA -> opinion(Opinion.Kind.SILENT, "has no opinion (INSUFFICIENT_DATA)");
      case MISSING -> throw new IllegalStateException(name + " is missing");
    };
  }

  private Opinion opinion(Opinion.Kind kind, String says) {
    return new Opinion(
        kind, "alarm " + name + " " + says, kind == Opinion.Kind.BAD ? Cause.ALARM : Cause.NONE);
  }

  /** CloudWatch ends its reasons with a full stop; here more may follow. */
  private static String why(AlarmReading reading) {
    return reading.why().replaceFirst("\\.$", "");
  }
}
