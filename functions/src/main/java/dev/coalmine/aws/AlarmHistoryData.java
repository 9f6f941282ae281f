package dev.coalmine.aws;

import dev.coalmine.release.AlarmState;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.jr.ob.JSON;

/** The JSON that CloudWatch keeps in an alarm's history of state updates. */
final class AlarmHistoryData {
  private AlarmHistoryData() {}

  /** The state that the alarm changed to; empty where the text does not tell one that we know. */
  static Optional<AlarmState> newState(String historyData) {
    try {
      if (JSON.std.anyFrom(historyData) instanceof Map<?, ?> data
          && data.get("newState") instanceof Map<?, ?> state
          && state.get("stateValue") instanceof String value) {
        return known(value);
      }
    } catch (JacksonException e) {
      // told by the empty answer: the reading then counts as one whose history is behind
    }
    return Optional.empty();
  }

  private static Optional<AlarmState> known(String value) {
    return switch (value) {
      case "OK" -> Optional.of(AlarmState.OK);
      case "ALARM" -> Optional.of(AlarmState.ALARM);
      case "INSUFFICIENT_DATA" -> Optional.of(AlarmState.INSUFFICIENT_DATA);
      default -> Optional.empty();
    };
  }
}
