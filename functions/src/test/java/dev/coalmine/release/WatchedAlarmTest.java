package dev.coalmine.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchedAlarmTest {

  /** Minute 0 is the state before the release, seen then; a history is minute:state … */
  @ParameterizedTest(name = "{0} before, {1} since minute {2}, history {3} → {4}")
  @CsvSource({
    // before, now, since, history, opinion, excused afterwards, change seen
    "OK,                OK,                0, '',             GOOD,    false, 0",
    "OK,                ALARM,             5, 5:ALARM,        BAD,     false, 5",
    "OK,                ALARM,             5, '',             BAD,     false, 5",
    "OK,                OK,                6, 5:ALARM 6:OK,   BAD,     false, 6",
    "OK,                OK,                6, '',             UNKNOWN, false, 0",
    "OK,                OK,                6, 5:INSUFFICIENT_DATA 6:OK, GOOD, false, 6",
    "OK,                OK,                6, 5:INSUFFICIENT_DATA,      UNKNOWN, false, 0",
    "OK,                INSUFFICIENT_DATA, 5, 5:INSUFFICIENT_DATA,      SILENT,  false, 5",
    "OK,                MISSING,           0, '',             UNKNOWN, false, 0",
    "INSUFFICIENT_DATA, INSUFFICIENT_DATA, 0, '',             SILENT,  false, 0",
    "INSUFFICIENT_DATA, OK,                5, 5:OK,           GOOD,    false, 5",
    "INSUFFICIENT_DATA, INSUFFICIENT_DATA, 7, 5:ALARM 7:INSUFFICIENT_DATA, BAD, false, 7",
    "ALARM,             ALARM,             0, '',             EXCUSED, true,  0",
    "ALARM,             OK,                5, 5:OK,           GOOD,    false, 5",
    "ALARM,             ALARM,             6, 5:OK 6:ALARM,   BAD,     false, 6",
    "ALARM,             ALARM,             6, 5:INSUFFICIENT_DATA 6:ALARM, EXCUSED, true, 6",
    "ALARM,             ALARM,             6, '',             UNKNOWN, true,  0",
    "ALARM,             OK,                9, 5:OK 6:ALARM 9:OK, BAD,  false, 9",
    "ALARM,             INSUFFICIENT_DATA, 5, 5:INSUFFICIENT_DATA, SILENT, true, 5",
  })
  void looks(
      AlarmState before,
      AlarmState now,
      int since,
      String history,
      CheckResult.CheckStatus opinion,
      boolean excused,
      int seen) {
    WatchedAlarm alarm =
        WatchedAlarm.atStart(new AlarmReading("a", before, minute(0), "", List.of()));

    WatchedAlarm.AlarmCheck looked =
        alarm.check(new AlarmReading("a", now, minute(since), "why", changes(history)));

    assertThat(looked.result().status()).isEqualTo(opinion);
    assertThat(looked.remembered())
        .isEqualTo(
            new WatchedAlarm(
                "a",
                excused,
                minute(seen),
                seen == since || now == AlarmState.MISSING ? now : before));
  }

  private static List<AlarmReading.AlarmTransition> changes(String history) {
    return Arrays.stream(history.split(" "))
        .filter(change -> !change.isEmpty())
        .map(change -> change.split(":"))
        .map(
            parts ->
                new AlarmReading.AlarmTransition(
                    minute(Integer.parseInt(parts[0])), AlarmState.valueOf(parts[1])))
        .toList();
  }

  private static Instant minute(int minute) {
    return Instant.parse("2026-01-01T00:00:00Z").plusSeconds(60L * minute);
  }
}
