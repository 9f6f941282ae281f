package dev.coalmine.embedded.http;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Values by name, in their order. A repeated name becomes {@code name#2}, {@code name#3}, …; the
 * time for all of them grows with their number, and not with its square.
 */
final class RepeatedNames {
  private final Map<String, String> values = new LinkedHashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  void add(String name, String value) {
    int number = numbers.getOrDefault(name, 0) + 1;
    while (values.putIfAbsent(number == 1 ? name : name + "#" + number, value) != null) {
      number++;
    }
    numbers.put(name, number);
  }

  Map<String, String> values() {
    return values;
  }
}
