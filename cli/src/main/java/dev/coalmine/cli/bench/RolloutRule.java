package dev.coalmine.cli.bench;

import java.util.List;

/** Decides the weight of one release, minute by minute. One object serves one release. */
interface RolloutRule {
  /**
   * The weight in minute 0, in percent.
   *
   * @param history the baseline before the release, oldest minute first
   */
  int firstWeight(List<VersionMinute> history);

  /**
   * The weight in a later minute, in percent. 0 rolls the release back, and stays.
   *
   * @param minute the minute that begins
   * @param seen the newest complete minute; null if there is none yet
   */
  int nextWeight(int minute, ObservedMinute seen);
}
