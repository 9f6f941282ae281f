package dev.coalmine.embedded;

import dev.coalmine.embedded.http.WireResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The faults of the embedded AWS, by operation. An operation has its IAM name, with or without the
 * service: {@code lambda:UpdateAlias}, {@code UpdateAlias}. The IAM name of Lambda's Invoke is
 * {@code InvokeFunction}.
 */
public final class FaultInjection {
  private final Map<String, Deque<Fault>> queued = new HashMap<>();
  private final Map<String, Fault> standing = new HashMap<>();

  /** Queues faults for the next calls of the operation, one fault a call. */
  public synchronized void next(String operation, Fault... faults) {
    queued.computeIfAbsent(operation, name -> new ArrayDeque<>()).addAll(List.of(faults));
  }

  /** Sets the fault of every call of the operation after the queued faults. */
  public synchronized void always(String operation, Fault fault) {
    standing.put(operation, fault);
  }

  /** Removes the faults of one operation. */
  public synchronized void clear(String operation) {
    queued.remove(operation);
    standing.remove(operation);
  }

  /** Removes all faults. */
  public synchronized void clear() {
    queued.clear();
    standing.clear();
  }

  /** Makes the call with its next fault, if there is one. */
  WireResponse apply(String operation, Supplier<WireResponse> call) {
    return due(operation).apply(operation, call); // without the lock: the fault may call back
  }

  private synchronized Fault due(String operation) {
    String bare = operation.substring(operation.indexOf(':') + 1);
    for (String name : List.of(operation, bare)) {
      Deque<Fault> queue = queued.get(name);
      if (queue != null && !queue.isEmpty()) {
        return queue.remove();
      }
    }
    return standing.getOrDefault(operation, standing.getOrDefault(bare, Fault.none()));
  }
}
