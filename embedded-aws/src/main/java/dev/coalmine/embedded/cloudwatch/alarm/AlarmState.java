package dev.coalmine.embedded.cloudwatch.alarm;

import java.time.Instant;

/**
 * An alarm's state with its reason.
 *
 * @param value the state
 * @param reason a text for people
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

  /** The state of a new alarm. */
  static AlarmState initial(Instant now) {
    return new AlarmState(
        AlarmStateValue.INSUFFICIENT_DATA, "Unchecked: Initial alarm creation", "", now, now);
  }

  /** The state after it was set, with or without a change of its value. */
  AlarmState with(AlarmStateValue to, String why, String data, Instant now) {
    return new AlarmState(to, why, data, now, to == value ? transitioned : now);
  }
}
