package dev.coalmine.local.traffic;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How an alias shares out its requests.
 *
 * @param primary version that gets what is left
 * @param weights shares of further versions, 0 to 1, together at most 1
 */
public record TrafficRouting(String primary, SortedMap<String, Double> weights) {
  /** Copies the weights. */
  public TrafficRouting {
    weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
  }

  /** A routing from a plain map of weights. */
  public static TrafficRouting of(String primary, Map<String, Double> weights) {
    return new TrafficRouting(primary, new TreeMap<>(weights));
  }

  /** Whether any version but this one gets requests. */
  boolean hasOtherThan(String version) {
    return !primary.equals(version)
        || weights.entrySet().stream()
            .anyMatch(each -> each.getValue() > 0 && !each.getKey().equals(version));
  }
}
