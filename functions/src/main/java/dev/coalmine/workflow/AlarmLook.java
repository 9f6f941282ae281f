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
import java.util.SplittableRandom;

/**
 * The alarms of one analysis. AWS permits nine DescribeAlarms a second in an account, for all of
 * its releases. So an analysis that is throttled, and would keep the weight anyway, goes on without
 * its alarms, and while that is so, such a look describes them seldom. Whatever moves traffic
 * forward or ends a release needs them: if they cannot be described, it reads their histories,
 * which have a quota of their own. An alarm that fires meanwhile comes as an event.
 */
final class AlarmLook {
  /** Of so many looks, a release describes its alarms in one, while calls are scarce. */
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
    boolean canWait = look.canWaitForAlarms(release);
    if (canWait && release.analysis().hasThrottledAlarms() && !isTurn(release, look.now())) {
      return unread(look, watched);
    }
    try {
      return look.withAlarms(alarms.readWithHistory(watched));
    } catch (ThrottledException throttled) {
      if (canWait) {
        return unread(look, watched);
      }
      if (watched.stream().anyMatch(one -> one.lastSeenState() == AlarmState.UNREAD)) {
        throw throttled;
      }
      return look.withAlarms(alarms.readByHistory(watched));
    }
  }

  private static Analysis unread(Analysis look, List<WatchedAlarm> watched) {
    return look.withAlarms(watched.stream().map(AlarmReading::unread).toList());
  }

  /** Releases take turns by chance, whatever the time between their looks. */
  private static boolean isTurn(Release release, Instant now) {
    long minute = now.getEpochSecond() / Duration.ofMinutes(1).toSeconds();
    long seed = ((long) release.execution().hashCode() << 32) ^ minute;
    return new SplittableRandom(seed).nextInt(SELDOM) == 0;
  }
}
