package dev.coalmine.embedded.cloudwatch.metric;

import java.time.Instant;

/**
 * Samples of one minute or second that become visible at the same moment.
 *
 * @param visibleAt when readers see them
 * @param unit one of CloudWatch's units
 * @param samples the values
 */
record SampleBatch(Instant visibleAt, String unit, MetricSamples samples) {
  private static final int OVERHEAD = 16;

  /** The room that it takes, in pairs of value and count (16 bytes each), roughly. */
  int size() {
    return OVERHEAD + samples.distinctValues();
  }
}
