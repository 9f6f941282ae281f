package dev.coalmine.report;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The canary's share of the requests over time.
 *
 * @param changes percent from each moment on
 */
record WeightTimeline(NavigableMap<Instant, Integer> changes) {

  static WeightTimeline of(ReleaseHistory history) {
    NavigableMap<Instant, Integer> changes = new TreeMap<>();
    int last = 0;
    for (ReleaseHistory.StateOutput output : history.stateOutputs()) {
      int weight = output.release().weight().percent();
      if (weight != last) {
        changes.put(output.at(), weight);
      }
      last = weight;
    }
    return new WeightTimeline(changes);
  }

  /** Whether the canary had all requests at that moment, so that there was no baseline. */
  boolean isFullyPromoted(Instant at) {
    Map.Entry<Instant, Integer> change = changes.floorEntry(at);
    return change != null && change.getValue() == 100;
  }
}
