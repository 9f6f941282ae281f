package dev.coalmine.embedded.lambda;

/** Hears of invocations. Called without any lock, possibly by several threads at once. */
@FunctionalInterface
public interface InvocationListener {
  /** An invocation has ended. */
  void onInvocation(Invocation invocation);
}
