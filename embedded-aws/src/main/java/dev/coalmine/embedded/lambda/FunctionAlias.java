package dev.coalmine.embedded.lambda;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An alias as last written.
 *
 * @param name its name
 * @param version the version that gets the remaining share
 * @param description the owner's description
 * @param weights shares from 0 to 1 of other versions; at most one
 * @param revisionId changes with every write
 */
record FunctionAlias(
    String name,
    String version,
    String description,
    Map<String, Double> weights,
    String revisionId) {

  FunctionAlias {
    weights = Collections.unmodifiableMap(new LinkedHashMap<>(weights));
  }

  FunctionAlias revised(String newRevisionId) {
    return new FunctionAlias(name, version, description, weights, newRevisionId);
  }

  boolean uses(String number) {
    return version.equals(number) || weights.containsKey(number);
  }
}
