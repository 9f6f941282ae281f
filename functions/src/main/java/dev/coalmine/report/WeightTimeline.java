package dev.coalmine.report;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Which share of the requests the canary had when.
 *
 * @param changes percent from each moment on
 */
record WeightTimeline(NavigableMap<Instant, Integer> changes) {

  static WeightTimeline of(ReleaseHistory story) {
    NavigableMap<Instant, Integer> changes = new TreeMap<>();
    int last = 0;
    for (ReleaseHistory.StateOutput moment : story.stateOutputs()) {
      int weight = moment.release().weight().percent();
      if (weight != last) {
        changes.put(moment.at(), weight);
      }
      last = weight;
    }
    return new WeightTimeline(changes);
  }

  /** Whether the canary had everything at that moment, so that there was no baseline beside it. */
  boolean isFullyPromoted(Instant at) {
    Map.Entry<Instant, Integer> change = changes.floorEntry(at);
    return change != null && change.getValue() == 100;
  }
}
