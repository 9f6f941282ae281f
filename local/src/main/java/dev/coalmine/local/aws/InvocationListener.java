package dev.coalmine.local.aws;

/** Hears of invocations. Called without any lock, possibly by several threads at once. */
@FunctionalInterface
public interface InvocationListener {
  /** An invocation has ended. */
  void invoked(Invocation invocation);
}
