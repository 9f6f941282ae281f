package dev.coalmine.embedded.lambda;

import java.util.Map;

/**
 * How an alias splits its requests now.
 *
 * @param primary the version that gets the remaining share
 * @param weights shares from 0 to 1 of other versions, at most one; weights that AWS sets itself
 *     included
 * @param revisionId the alias' revision
 */
public record AliasTrafficSplit(String primary, Map<String, Double> weights, String revisionId) {

  /** The share of the requests that a version gets, from 0 to 1. */
  public double shareOf(String version) {
    double others = weights.values().stream().mapToDouble(Double::doubleValue).sum();
    return weights.getOrDefault(version, 0.0) + (primary.equals(version) ? 1 - others : 0);
  }

  /**
   * The version that serves a request.
   *
   * @param drawn a random number from 0 to 1 exclusive
   */
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
