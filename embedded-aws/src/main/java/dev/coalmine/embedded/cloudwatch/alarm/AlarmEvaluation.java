package dev.coalmine.embedded.cloudwatch.alarm;

import java.util.Collections;
import java.util.List;

/**
 * Decides an alarm's state from the data points of its evaluation range, after "Configuring how
 * CloudWatch alarms treat missing data" in the CloudWatch user guide.
 *
 * @param periods EvaluationPeriods: how many data points count
 * @param datapointsToAlarm DatapointsToAlarm: how many of them must breach
 * @param treatment how a missing data point is treated
 */
record AlarmEvaluation(int periods, int datapointsToAlarm, MissingDataTreatment treatment) {
  /**
   * The periods of the evaluation range beyond EvaluationPeriods, so that real data points can
   * replace missing ones. AWS does not document the number. Its examples evaluate 5 periods for 3.
   */
  static final int EXTRA_PERIODS = 2;

  /** The state of one data point of the evaluation range. */
  enum DatapointState {
    OK,
    BREACHING,
    MISSING
  }

  /** The number of periods of the evaluation range. */
  int range() {
    return periods + EXTRA_PERIODS;
  }

  /**
   * Decides the new state.
   *
   * @param points of the evaluation range, oldest first
   * @param current the present state, for cases that keep it
   */
  AlarmStateValue decide(List<DatapointState> points, AlarmStateValue current) {
    List<DatapointState> real =
        points.stream().filter(point -> point != DatapointState.MISSING).toList();
    if (real.size() >= periods) {
      return enough(breaching(real.subList(real.size() - periods, real.size())));
    }
    int missing = periods - real.size();
    int breaching = breaching(real);
    return switch (treatment) {
      case breaching -> enough(breaching + missing);
      case notBreaching -> enough(breaching);
      case ignore ->
          breaching < datapointsToAlarm && breaching == real.size() ? current : enough(breaching);
      case missing ->
          real.isEmpty() ? AlarmStateValue.INSUFFICIENT_DATA : sparse(points, breaching);
    };
  }

  /**
   * Handles treatment {@code missing}. The alarm also fires on fewer breaching points than
   * DatapointsToAlarm if all real points breach and the oldest is at least that many periods old:
   * "premature alarm state" in the user guide.
   */
  private AlarmStateValue sparse(List<DatapointState> points, int breaching) {
    int age = points.size() - points.indexOf(DatapointState.BREACHING);
    boolean premature =
        breaching > 0 && age >= datapointsToAlarm && !points.contains(DatapointState.OK);
    return premature ? AlarmStateValue.ALARM : enough(breaching);
  }

  private AlarmStateValue enough(int breaching) {
    return breaching >= datapointsToAlarm ? AlarmStateValue.ALARM : AlarmStateValue.OK;
  }

  private static int breaching(List<DatapointState> points) {
    return Collections.frequency(points, DatapointState.BREACHING);
  }
}
