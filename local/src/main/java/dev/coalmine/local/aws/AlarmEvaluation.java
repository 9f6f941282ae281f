package dev.coalmine.local.aws;

import java.util.Collections;
import java.util.List;

/**
 * How CloudWatch decides an alarm's state from the points of its evaluation range. A function of
 * values, after "Configuring how CloudWatch alarms treat missing data" in its user guide.
 *
 * @param periods EvaluationPeriods: how many points count
 * @param toAlarm DatapointsToAlarm: how many of them must breach
 * @param treatment what a missing point is taken for
 */
record AlarmEvaluation(int periods, int toAlarm, AlarmMissingData treatment) {
  /**
   * How many more periods than EvaluationPeriods are looked at, so that real points can stand in
   * for missing ones. AWS does not document the number; its examples look at 5 for 3.
   */
  static final int EXTRA_PERIODS = 2;

  /** One point of the evaluation range. */
  enum Point {
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
  AlarmStatus decide(List<Point> points, AlarmStatus current) {
    List<Point> real = points.stream().filter(point -> point != Point.MISSING).toList();
    if (real.size() >= periods) {
      return enough(breaching(real.subList(real.size() - periods, real.size())));
    }
    int missing = periods - real.size();
    int breaching = breaching(real);
    return switch (treatment) {
      case breaching -> enough(breaching + missing);
      case notBreaching -> enough(breaching);
      case ignore -> breaching < toAlarm && breaching == real.size() ? current : enough(breaching);
      case missing -> real.isEmpty() ? AlarmStatus.INSUFFICIENT_DATA : sparse(points, breaching);
    };
  }

  /**
   * With missing points left missing, an alarm also fires on fewer breaching points than it asks
   * for if nothing but breaching points came and the oldest is that long ago: "premature alarm
   * state" in the user guide.
   */
  private AlarmStatus sparse(List<Point> points, int breaching) {
    int age = points.size() - points.indexOf(Point.BREACHING);
    boolean premature = breaching > 0 && age >= toAlarm && !points.contains(Point.OK);
    return premature ? AlarmStatus.ALARM : enough(breaching);
  }

  private AlarmStatus enough(int breaching) {
    return breaching >= toAlarm ? AlarmStatus.ALARM : AlarmStatus.OK;
  }

  private static int breaching(List<Point> points) {
    return Collections.frequency(points, Point.BREACHING);
  }
}
