package dev.coalmine.release;

import java.time.Instant;
import java.util.List;

/**
 * An alarm as one look found it.
 *
 * @param name the alarm's name
 * @param state what it says now
 * @param since when it last changed state; the epoch for a missing alarm
 * @param reason CloudWatch's own reason for the state
 * @param changes its changes of state after the last look, oldest first
 */
public record AlarmReading(
    String name, AlarmState state, Instant since, String reason, List<AlarmTransition> changes) {

  /** One change of state, as the alarm's history tells it. */
  public record AlarmTransition(Instant at, AlarmState to) {}
}
