package dev.coalmine.trigger;

import dev.coalmine.document.Json;
import dev.coalmine.release.FiredAlarm;
import dev.coalmine.text.JsonView;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * EventBridge's events "CloudWatch Alarm State Change" of one invocation: messages of the queue, or
 * one event by itself.
 *
 * @param alarms the alarms that changed to ALARM, in their order
 * @param messages the ids of the queue's messages; none if the event did not come from the queue
 */
record AlarmEvents(List<FiredAlarm> alarms, List<String> messages) {
  /** The format in the guide's sample: 2019-10-02T17:04:40.989+0000. */
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT);

  /**
   * Reads the event of an invocation. A message that is something else is left out: it would come
   * again, and hold up those behind it.
   *
   * @throws IllegalArgumentException if it is neither messages nor a change of an alarm to ALARM
   */
  static AlarmEvents of(String json) {
    JsonView event = Json.readView(json);
    if (!event.has("Records")) {
      return new AlarmEvents(
          List.of(
              alarm(event)
                  .orElseThrow(
                      () ->
                          new IllegalArgumentException(
                              "the event is not a change of an alarm to ALARM"))),
          List.of());
    }
    List<FiredAlarm> alarms = new ArrayList<>();
    List<String> messages = new ArrayList<>();
    for (JsonView record : event.list("Records")) {
      record.text("messageId").ifPresent(messages::add);
      record.text("body").flatMap(AlarmEvents::readAlarm).ifPresent(alarms::add);
    }
    return new AlarmEvents(alarms, messages);
  }

  private static Optional<FiredAlarm> readAlarm(String body) {
    try {
      return alarm(Json.readView(body));
    } catch (IllegalArgumentException notJson) {
      return Optional.empty();
    }
  }

  private static Optional<FiredAlarm> alarm(JsonView event) {
    JsonView detail = event.object("detail");
    JsonView state = detail.object("state");
    return detail
        .text("alarmName")
        .filter(name -> !name.isEmpty() && state.text("value", "").equals("ALARM"))
        .map(
            name ->
                new FiredAlarm(name, at(state.text("timestamp", "")), state.text("reason", "")));
  }

  private static Instant at(String timestamp) {
    try {
      return OffsetDateTime.parse(timestamp, TIMESTAMP).toInstant();
    } catch (DateTimeParseException unlikeTheGuide) {
      return Instant.MAX;
    }
  }

  /** The moment of the latest change; the epoch if there is none. */
  Instant latest() {
    return alarms.stream()
        .map(FiredAlarm::at)
        .filter(at -> at.isBefore(Instant.MAX)) // one that could not be read
        .max(Instant::compareTo)
        .orElse(Instant.EPOCH);
  }
}
