package dev.coalmine.workflow;

import dev.coalmine.aws.Alarms;
import dev.coalmine.aws.ThrottledException;
import dev.coalmine.release.AlarmReading;
import dev.coalmine.release.AlarmState;
import dev.coalmine.release.Analysis;
import dev.coalmine.release.Release;
import java.time.Duration;
import java.time.Instant;

/**
 * The alarms of one analysis. AWS permits nine DescribeAlarms a second in an account, for all of
 * its releases. So an analysis that is throttled, and would keep the weight anyway, goes on without
 * its alarms; and while that is so, the next ones ask seldom if they would keep it as well.
 * Whatever moves traffic forward or ends a release needs its alarms. An alarm that fires meanwhile
 * comes as an event.
 */
final class AlarmLook {
  /** Of so many minutes, a release whose weight stays asks in one, while calls are scarce. */
  private static final int SELDOM = 4;

  private final Alarms alarms;

  AlarmLook(Alarms alarms) {
    this.alarms = alarms;
  }

  /**
   * The analysis with the release's alarms, or with unread ones.
   *
   * @param look without alarms
   * @throws ThrottledException if the alarms are needed and cannot be read
   */
  Analysis read(Analysis look, Release release) {
    Analysis unread =
        look.withAlarms(release.progress().alarms().stream().map(AlarmReading::unread).toList());
    if (isScarce(release) && !isDue(release, look.now()) && look.canWaitForAlarms(release)) {
      return unread;
    }
    try {
      return look.withAlarms(alarms.readWithHistory(release.progress().alarms()));
    } catch (ThrottledException throttled) {
      if (look.canWaitForAlarms(release)) {
        return unread;
      }
      throw throttled;
    }
  }

  /** Whether the analysis before did not read its alarms. */
  private static boolean isScarce(Release release) {
    return release.analysis().alarmFindings().stream()
        .anyMatch(alarm -> alarm.state() == AlarmState.UNREAD);
  }

  /** Releases take turns by the hash of their names. */
  private static boolean isDue(Release release, Instant now) {
    long minute = now.getEpochSecond() / Duration.ofMinutes(1).toSeconds();
    return Math.floorMod(release.execution().hashCode() + minute, SELDOM) == 0;
  }
}
