package dev.coalmine.embedded.cloudwatch.alarm;

import java.time.Instant;

/**
 * An alarm's state and how it came about.
 *
 * @param value the state
 * @param reason for people
 * @param reasonData JSON for programs; empty if there is none
 * @param updated when the state was last set
 * @param transitioned when its value last changed
 */
public record AlarmState(
    AlarmStateValue value,
    String reason,
    String reasonData,
    Instant updated,
    Instant transitioned) {

  /** The state of every alarm that was just made. */
  static AlarmState initial(Instant now) {
    return new AlarmState(
        AlarmStateValue.INSUFFICIENT_DATA, "Unchecked: Initial alarm creation", "", now, now);
  }

  /** The state after it was set at a moment, whether or not that changes its value. */
  AlarmState with(AlarmStateValue to, String why, String data, Instant now) {
    return new AlarmState(to, why, data, now, to == value ? transitioned : now);
  }
}
