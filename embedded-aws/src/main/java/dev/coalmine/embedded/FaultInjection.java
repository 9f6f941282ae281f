package dev.coalmine.embedded;

import dev.coalmine.embedded.http.WireResponse;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The faults that the embedded AWS is told to have. Operations are named as IAM names them, with or
 * without the service: {@code lambda:UpdateAlias}, {@code UpdateAlias}. Lambda's Invoke is {@code
 * InvokeFunction} there.
 */
public final class FaultInjection {
  private final Map<String, Deque<Fault>> queued = new HashMap<>();
  private final Map<String, Fault> standing = new HashMap<>();

  /** The next calls of the operation have these faults, one each, after those queued before. */
  public synchronized void next(String operation, Fault... faults) {
    queued.computeIfAbsent(operation, name -> new ArrayDeque<>()).addAll(List.of(faults));
  }

  /** Every call of the operation has this fault, once the queued ones are used up. */
  public synchronized void always(String operation, Fault fault) {
    standing.put(operation, fault);
  }

  /** Forgets the faults of one operation. */
  public synchronized void clear(String operation) {
    queued.remove(operation);
    standing.remove(operation);
  }

  /** Forgets all faults. */
  public synchronized void clear() {
    queued.clear();
    standing.clear();
  }

  /** Makes the call with the fault that is due for it, if there is one. */
  WireResponse apply(String operation, Supplier<WireResponse> call) {
    return due(operation).apply(operation, call); // without the lock: it may call back
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
