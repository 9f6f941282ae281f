package dev.coalmine.embedded.cloudwatch.alarm;

import java.util.Collections;
import java.util.List;

/**
 * How CloudWatch decides an alarm's state from the points of its evaluation range. A function of
 * values, after "Configuring how CloudWatch alarms treat missing data" in its user guide.
 *
 * @param periods EvaluationPeriods: how many points count
 * @param datapointsToAlarm DatapointsToAlarm: how many of them must breach
 * @param treatment what a missing point is taken for
 */
record AlarmEvaluation(int periods, int datapointsToAlarm, MissingDataTreatment treatment) {
  /**
   * How many more periods than EvaluationPeriods are looked at, so that real points can stand in
   * for missing ones. AWS does not document the number; its examples look at 5 for 3.
   */
  static final int EXTRA_PERIODS = 2;

  /** One point of the evaluation range. */
  enum DatapointState {
    OK,
    BREACHING,
    MISSING
  }

  /** How many periods the evaluation range has. */
  int range() {
    return periods + EXTRA_PERIODS;
  }

  /**
   * The state that follows.
   *
   * @param points of the evaluation range, oldest first
   * @param current the state so far, for when it is kept
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
   * With missing points left missing, an alarm also fires on fewer breaching points than it asks
   * for if nothing but breaching points came and the oldest is that long ago: "premature alarm
   * state" in the user guide.
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
