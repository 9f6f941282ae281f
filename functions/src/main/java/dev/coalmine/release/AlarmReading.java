package dev.coalmine.release;

import java.time.Instant;
import java.util.List;

/**
 * An alarm as one analysis read it.
 *
 * @param name the alarm's name
 * @param state its current state
 * @param since when it last changed state; the epoch for a missing alarm
 * @param reason CloudWatch's own reason for the state
 * @param changes its changes of state since the previous analysis, oldest first
 * @param byHistory whether the state follows from the alarm's history alone
 */
public record AlarmReading(
    String name,
    AlarmState state,
    Instant since,
    String reason,
    List<AlarmTransition> changes,
    boolean byHistory) {
  /** An alarm that was described. */
  public AlarmReading(
      String name, AlarmState state, Instant since, String reason, List<AlarmTransition> changes) {
    this(name, state, since, reason, changes, false);
  }

  /** An alarm that was not read, as of its last change that is known. */
  public static AlarmReading unread(WatchedAlarm alarm) {
    return unchanged(alarm, AlarmState.UNREAD);
  }

  /** An alarm in a state without any change since the last one that is known. */
  static AlarmReading unchanged(WatchedAlarm alarm, AlarmState state) {
    return new AlarmReading(alarm.name(), state, alarm.lastSeenChange(), "", List.of());
  }

  /** One change of state in the alarm's history. */
  public record AlarmTransition(Instant at, AlarmState to) {}
}
