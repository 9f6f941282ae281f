package dev.coalmine.embedded.cloudwatch.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.coalmine.embedded.cloudwatch.alarm.AlarmEvaluation.DatapointState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables of "Configuring how CloudWatch alarms treat missing data"; "keep" is the present
 * state.
 */
class AlarmEvaluationTest {
  @ParameterizedTest
  @CsvSource({
    "0-X-X, OK,                OK,    OK,    OK",
    "0----, OK,                OK,    OK,    OK",
    "-----, INSUFFICIENT_DATA, keep,  ALARM, OK",
    "0XX-X, ALARM,             ALARM, ALARM, ALARM",
    "--X--, ALARM,             keep,  ALARM, OK",
    "----X, OK,                keep,  ALARM, OK",
    "---X-, OK,                keep,  ALARM, OK",
    "X0XXX, ALARM,             ALARM, ALARM, ALARM",
    "XXX0X, OK,                OK,    OK,    OK",
  })
  void threeOutOfThreeFollowsTheTable(
      String points, String missing, String ignore, String breaching, String notBreaching) {
    assertRow(3, points, missing, ignore, breaching, notBreaching);
  }

  @ParameterizedTest
  @CsvSource({
    "0-X-X, ALARM,             ALARM, ALARM, ALARM",
    "00X0X, ALARM,             ALARM, ALARM, ALARM",
    "0-X--, OK,                OK,    ALARM, OK",
    "----0, OK,                OK,    ALARM, OK",
    "---X-, ALARM,             keep,  ALARM, OK",
    "----X, OK,                keep,  ALARM, OK",
    "X-X-0, ALARM,             ALARM, ALARM, ALARM",
    "XX00X, OK,                OK,    OK,    OK",
  })
  void twoOutOfThreeFollowsTheTable(
      String points, String missing, String ignore, String breaching, String notBreaching) {
    assertRow(2, points, missing, ignore, breaching, notBreaching);
  }

  @Test
  void oneOutOfOneUsesAPointTwoMinutesOld() {
    AlarmEvaluation once = new AlarmEvaluation(1, 1, MissingDataTreatment.missing);
    assertThat(once.range()).isEqualTo(3);
    assertThat(once.decide(points("X--"), AlarmStateValue.OK)).isEqualTo(AlarmStateValue.ALARM);
  }

  private static void assertRow(
      int toAlarm,
      String points,
      String missing,
      String ignore,
      String breaching,
      String notBreaching) {
    Map<MissingDataTreatment, String> expected =
        Map.of(
            MissingDataTreatment.missing, missing,
            MissingDataTreatment.ignore, ignore,
            MissingDataTreatment.breaching, breaching,
            MissingDataTreatment.notBreaching, notBreaching);
    for (MissingDataTreatment treatment : MissingDataTreatment.values()) {
      AlarmEvaluation evaluation = new AlarmEvaluation(3, toAlarm, treatment);
      for (AlarmStateValue current : AlarmStateValue.values()) {
        String wanted = expected.get(treatment);
        assertThat(evaluation.decide(points(points), current))
            .as("%s treated as %s in %s", points, treatment, current)
            .isEqualTo(wanted.equals("keep") ? current : AlarmStateValue.valueOf(wanted));
      }
    }
  }

  private static List<DatapointState> points(String text) {
    return text.chars()
        .mapToObj(
            c ->
                c == '0'
                    ? DatapointState.OK
                    : c == 'X' ? DatapointState.BREACHING : DatapointState.MISSING)
        .toList();
  }
}
