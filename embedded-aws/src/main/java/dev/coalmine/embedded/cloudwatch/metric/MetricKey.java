package dev.coalmine.embedded.cloudwatch.metric;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The identity of a metric. CloudWatch does not aggregate across dimensions: another set of
 * dimensions is another metric.
 *
 * @param namespace such as {@code AWS/Lambda}
 * @param name such as {@code Errors}
 * @param dimensions values by name, in any order
 */
public record MetricKey(String namespace, String name, SortedMap<String, String> dimensions)
    implements Comparable<MetricKey> {

  /** Copies the dimensions. */
  public MetricKey {
    dimensions = Collections.unmodifiableSortedMap(new TreeMap<>(dimensions));
  }

  /** A metric from a plain map of dimensions. */
  public static MetricKey of(String namespace, String name, Map<String, String> dimensions) {
    return new MetricKey(namespace, name, new TreeMap<>(dimensions));
  }

  @Override
  public int compareTo(MetricKey other) {
    return order().compareTo(other.order());
  }

  private String order() {
    return namespace + '\0' + name + '\0' + dimensions;
  }
}
