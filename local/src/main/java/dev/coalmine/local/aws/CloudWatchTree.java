package dev.coalmine.local.aws;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Typed looks into an operation's input after it was read by its shape, so that the casts below
 * hold.
 *
 * @param fields by the API's member names; what was not sent is absent
 */
record CloudWatchTree(Map<String, Object> fields) {
  boolean has(String name) {
    return fields.containsKey(name);
  }

  String text(String name) {
    return (String) fields.getOrDefault(name, "");
  }

  int integer(String name, int otherwise) {
    return (Integer) fields.getOrDefault(name, otherwise);
  }

  double number(String name) {
    return (Double) fields.getOrDefault(name, 0.0);
  }

  boolean flag(String name, boolean otherwise) {
    return (Boolean) fields.getOrDefault(name, otherwise);
  }

  Instant moment(String name, Instant otherwise) {
    return (Instant) fields.getOrDefault(name, otherwise);
  }

  List<String> texts(String name) {
    return list(name).stream().map(String.class::cast).toList();
  }

  double[] numbers(String name) {
    return list(name).stream().mapToDouble(Double.class::cast).toArray();
  }

  List<CloudWatchTree> trees(String name) {
    return list(name).stream().map(CloudWatchTree::of).toList();
  }

  CloudWatchTree tree(String name) {
    return of(fields.getOrDefault(name, Map.of()));
  }

  private List<?> list(String name) {
    return (List<?>) fields.getOrDefault(name, List.of());
  }

  @SuppressWarnings("unchecked") // structures are read with string keys
  private static CloudWatchTree of(Object structure) {
    return new CloudWatchTree((Map<String, Object>) structure);
  }
}
