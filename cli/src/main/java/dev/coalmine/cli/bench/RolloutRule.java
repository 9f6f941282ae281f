package dev.coalmine.cli.bench;

import java.util.List;

/** How the weight of one release is decided, minute by minute. One object serves one release. */
interface RolloutRule {
  /**
   * The weight in minute 0, in percent.
   *
   * @param history the baseline before the release, oldest minute first
   */
  int firstWeight(List<VersionMinute> history);

  /**
   * The weight in a later minute, in percent: 0 is rolled back, for good.
   *
   * @param minute the minute that begins
   * @param seen the newest complete minute; null as long as there is none
   */
  int nextWeight(int minute, ObservedMinute seen);
}
