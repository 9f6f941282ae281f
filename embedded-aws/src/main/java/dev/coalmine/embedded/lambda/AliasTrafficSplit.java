package dev.coalmine.embedded.lambda;

import java.util.Map;

/**
 * Who gets what share of an alias' requests now.
 *
 * @param primary the version that gets what the weights leave over
 * @param weights shares from 0 to 1 of other versions, at most one; those that AWS puts there
 *     itself included
 * @param revisionId the alias' revision
 */
public record AliasTrafficSplit(String primary, Map<String, Double> weights, String revisionId) {

  /** The share of the requests that a version gets, from 0 to 1. */
  public double shareOf(String version) {
    double others = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    return weights.getOrDefault(version, 0.0) + (primary.equals(version) ? 1 - others : 0);
  }

  /** The version that serves a request for which this number, from 0 to 1 exclusive, was drawn. */
  public String pickVersion(double drawn) {
    double below = 0;
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      below += weight.getValue();
      if (drawn < below) {
        return weight.getKey();
      }
    }
    return primary;
  }
}
