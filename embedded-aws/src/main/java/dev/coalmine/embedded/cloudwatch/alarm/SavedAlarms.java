package dev.coalmine.embedded.cloudwatch.alarm;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The alarms with their history, as they are saved.
 *
 * @param alarms all of them
 * @param history the oldest item first
 */
public record SavedAlarms(List<SavedAlarm> alarms, List<AlarmHistoryItem> history) {

  /**
   * One alarm.
   *
   * @param arn its ARN
   * @param config by the API's member names
   * @param configured when its configuration changed last
   * @param state its state
   * @param pausedUntil evaluations up to this moment do not change it
   */
  public record SavedAlarm(
      String arn,
      Map<String, Object> config,
      Instant configured,
      AlarmState state,
      Instant pausedUntil) {}

  /**
   * One item of the history.
   *
   * @param alarm the alarm's name
   * @param composite whether it is a composite alarm
   * @param type such as {@code StateUpdate}
   * @param at when it happened
   * @param summary for people
   * @param data for programs
   */
  public record AlarmHistoryItem(
      String alarm,
      boolean composite,
      String type,
      Instant at,
      String summary,
      Map<String, Object> data) {}
}
