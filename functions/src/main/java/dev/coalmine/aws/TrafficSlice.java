package dev.coalmine.aws;

import java.util.Locale;

/** Which of a target's requests to count. */
public enum TrafficSlice {
  /** Those of canary and baseline together: all there are before a release and after promotion. */
  ALL,
  /** Those of the canary. */
  CANARY,
  /** Those of the version that serves beside the canary. */
  BASELINE,
  /** Those that a probe sends to the canary's version, and not through the alias. */
  PROBED_CANARY,
  /** Those that a probe sends to the baseline's version. */
  PROBED_BASELINE;

  /**
   * How the ids of a source's queries begin. Recordings for a backtest use the same ids.
   *
   * @param source index of the source among those of this slice
   */
  String queryPrefix(int source) {
    String slice = this == ALL ? "alias" : name().toLowerCase(Locale.ROOT);
    return slice + (source == 0 ? "" : source);
  }
}
