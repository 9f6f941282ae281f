package dev.coalmine.embedded;

import dev.coalmine.embedded.http.WireRequest;
import dev.coalmine.embedded.http.WireResponse;
import dev.coalmine.embedded.protocol.AwsError;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The faults of the embedded AWS, by operation. An operation has its IAM name, with or without the
 * service: {@code lambda:UpdateAlias}, {@code UpdateAlias}. The IAM name of Lambda's Invoke is
 * {@code InvokeFunction}.
 */
public final class FaultInjection {
  private final Map<String, Deque<Fault>> queued = new HashMap<>();
  private final Map<String, Fault> standing = new HashMap<>();
  private final AtomicReference<CallInterceptor> interceptor =
      new AtomicReference<>(CallInterceptor.NONE);

  /** Stands around each call, and sees its request: who makes it, and what it is about. */
  @FunctionalInterface
  public interface CallInterceptor {
    /** Makes each call as it is. */
    CallInterceptor NONE = (request, operation, call) -> call.get();

    /**
     * Makes the call, once, twice or not at all. It runs on the call's thread, without a lock.
     *
     * @param operation with its service, such as {@code lambda:UpdateAlias}
     * @param call makes it with the faults of the other methods
     * @throws AwsError when the client shall get this error instead of the response
     */
    WireResponse around(WireRequest request, String operation, Supplier<WireResponse> call);
  }

  /** Stands around all later calls. */
  public void intercept(CallInterceptor around) {
    interceptor.set(around);
  }

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

  /** Removes all faults, and what was to intercept calls. */
  public synchronized void clear() {
    interceptor.set(CallInterceptor.NONE);
    queued.clear();
    standing.clear();
  }

  /** Makes the call with its faults, if there are any. */
  WireResponse apply(WireRequest request, String operation, Supplier<WireResponse> call) {
    return interceptor // without the lock: it and a fault may call back
        .get()
        .around(request, operation, () -> due(operation).apply(operation, call));
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
