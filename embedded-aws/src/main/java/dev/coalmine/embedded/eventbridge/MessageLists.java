package dev.coalmine.embedded.eventbridge;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The last messages of queues or topics by ARN, oldest first. Not thread-safe. */
final class MessageLists {
  /** The most messages of one queue or topic. The oldest are dropped. */
  static final int MOST = 1_000;

  private final Map<String, Deque<Map<String, Object>>> lists = new TreeMap<>();

  void create(String arn) {
    lists.computeIfAbsent(arn, first -> new ArrayDeque<>());
  }

  void add(String arn, Map<String, Object> message) {
    create(arn);
    Deque<Map<String, Object>> list = lists.get(arn);
    list.add(message);
    if (list.size() > MOST) {
      list.remove();
    }
  }

  /** The messages of one queue or topic; empty if it does not exist. */
  List<Map<String, Object>> of(String arn) {
    return lists.containsKey(arn) ? List.copyOf(lists.get(arn)) : List.of();
  }

  Map<String, List<Map<String, Object>>> copy() {
    Map<String, List<Map<String, Object>>> copy = new LinkedHashMap<>();
    lists.forEach((arn, list) -> copy.put(arn, List.copyOf(list)));
    return copy;
  }
}
