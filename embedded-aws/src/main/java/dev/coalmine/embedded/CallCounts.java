package dev.coalmine.embedded;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each operation was called, and how many of its calls were throttled. */
final class CallCounts {
  private final Map<String, OperationCounter> byOperation = new ConcurrentHashMap<>();

  private record OperationCounter(LongAdder calls, LongAdder throttled) {}

  void count(String operation, boolean admitted) {
    OperationCounter counter =
        byOperation.computeIfAbsent(
            operation, first -> new OperationCounter(new LongAdder(), new LongAdder()));
    counter.calls().increment();
    if (!admitted) {
      counter.throttled().increment();
    }
  }

  Map<String, EmbeddedAws.CallCount> read() {
    Map<String, EmbeddedAws.CallCount> counts = new TreeMap<>();
    byOperation.forEach(
        (operation, counter) ->
            counts.put(
                operation,
                new EmbeddedAws.CallCount(counter.calls().sum(), counter.throttled().sum())));
    return counts;
  }
}
