package dev.coalmine.workflow;

import dev.coalmine.aws.Alarms;
import dev.coalmine.aws.ThrottledException;
import dev.coalmine.release.AlarmReading;
import dev.coalmine.release.AlarmState;
import dev.coalmine.release.Analysis;
import dev.coalmine.release.Release;
import dev.coalmine.release.WatchedAlarm;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The alarms of one analysis. AWS permits nine DescribeAlarms a second in an account, for all of
 * its releases. So an analysis that is throttled, and would keep the weight anyway, goes on without
 * its alarms. Whatever moves traffic forward or ends a release needs them, and then reads their
 * histories, which have a quota of their own. While that is so, a release describes its alarms
 * seldom. An alarm that fires meanwhile comes as an event.
 */
final class AlarmLook {
  /** Of so many minutes, a release describes its alarms in one, while calls are scarce. */
  private static final int SELDOM = 4;

  private final Alarms alarms;

  AlarmLook(Alarms alarms) {
    this.alarms = alarms;
  }

  /**
   * The analysis with the release's alarms as they are described, or as their histories tell, or
   * with unread ones.
   *
   * @param look without alarms
   * @throws ThrottledException if the alarms are needed and cannot be read
   */
  Analysis read(Analysis look, Release release) {
    List<WatchedAlarm> watched = release.progress().alarms();
    boolean seen = watched.stream().noneMatch(one -> one.lastSeenState() == AlarmState.UNREAD);
    boolean canWait = look.canWaitForAlarms(release);
    boolean scarce = release.analysis().hasThrottledAlarms() && !isDue(release, look.now());
    if (!scarce || !(canWait || seen)) {
      try {
        return look.withAlarms(alarms.readWithHistory(watched));
      } catch (ThrottledException throttled) {
        if (!canWait && !seen) {
          throw throttled;
        }
      }
    }
    return look.withAlarms(
        canWait
            ? watched.stream().map(AlarmReading::unread).toList()
            : alarms.readByHistory(watched));
  }

  /** Releases take turns by the hash of their names. */
  private static boolean isDue(Release release, Instant now) {
    long minute = now.getEpochSecond() / Duration.ofMinutes(1).toSeconds();
    return Math.floorMod(release.execution().hashCode() + minute, SELDOM) == 0;
  }
}
