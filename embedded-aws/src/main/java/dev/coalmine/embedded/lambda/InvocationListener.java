package dev.coalmine.embedded.lambda;

/** Receives invocations. Several threads may call it at once. The caller holds no lock. */
@FunctionalInterface
public interface InvocationListener {
  /** Called when an invocation has ended. */
  void onInvocation(Invocation invocation);
}
