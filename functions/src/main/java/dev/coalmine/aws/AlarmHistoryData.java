package dev.coalmine.aws;

import dev.coalmine.release.AlarmState;
import java.util.Optional;

/** The JSON that CloudWatch keeps in an alarm's history of state updates. */
final class AlarmHistoryData {
  private AlarmHistoryData() {}

  /**
   * The state that the alarm changed to; empty if the text has none of the three known states. The
   * reading then counts as one whose history lags behind.
   */
  static Optional<AlarmState> newState(String historyData) {
    return LenientJson.parse(historyData)
        .object("newState")
        .text("stateValue")
        .flatMap(AlarmHistoryData::known);
  }

  /** CloudWatch's reason for the state that the alarm changed to; empty without one. */
  static String newReason(String historyData) {
    return LenientJson.parse(historyData).object("newState").text("stateReason").orElse("");
  }

  /** The state of this name in CloudWatch; empty if it is none of the three. */
  static Optional<AlarmState> known(String value) {
    return switch (String.valueOf(value)) {
      case "OK" -> Optional.of(AlarmState.OK);
      case "ALARM" -> Optional.of(AlarmState.ALARM);
      case "INSUFFICIENT_DATA" -> Optional.of(AlarmState.INSUFFICIENT_DATA);
      default -> Optional.empty();
    };
  }
}
