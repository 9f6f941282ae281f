package dev.coalmine.embedded.eventbridge;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The messages of queues or topics by ARN, oldest first. Not thread-safe. */
final class MessageLists {
  private final Map<String, List<Map<String, Object>>> lists = new TreeMap<>();

  void create(String arn) {
    lists.computeIfAbsent(arn, first -> new ArrayList<>());
  }

  void add(String arn, Map<String, Object> message) {
    create(arn);
    lists.get(arn).add(message);
  }

  /** The messages of one queue or topic; empty if it does not exist. */
  List<Map<String, Object>> of(String arn) {
    return List.copyOf(lists.getOrDefault(arn, List.of()));
  }

  Map<String, List<Map<String, Object>>> copy() {
    Map<String, List<Map<String, Object>>> copy = new LinkedHashMap<>();
    lists.forEach((arn, list) -> copy.put(arn, List.copyOf(list)));
    return copy;
  }
}
